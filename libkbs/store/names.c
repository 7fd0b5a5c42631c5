/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* Neighbourhood names, cached with the handle. A city has some hundreds of them; they are never changed or deleted, so after a commit
 * of somebody else only the new ones are read. */
#include "store/names.h"

#include <string.h>

#include "base/text.h"

#define MOST_NAMES 1000000
#define MOST_NAME_BYTES 65536
#define MEMO_SLOTS 256u
#define MEMO_BYTES 48u

/* A name as somebody asked for it, and what it was found to be. */
typedef struct name_memo {
    int64_t id;
    size_t length; /* 0: an empty slot */
    char text[MEMO_BYTES];
} name_memo;

typedef struct name_entry {
    int64_t id;
    const char *name, *folded, *loose;
    uint32_t next; /* in its bucket, index + 1; 0 = end */
} name_entry;

typedef struct names_cache {
    base_arena *texts;
    name_entry *entries; /* ids ascend */
    size_t count, capacity;
    uint32_t *buckets; /* by the exact fold: index + 1 */
    size_t bucket_count;
    uint32_t version; /* of the database when it was read */
    bool read;
    base_buffer folded, loose;
    char *
        last_text; /* the name asked for last: files are sorted by neighbourhood more often than not */
    size_t last_length;
    int64_t last_id;
    name_memo memo[MEMO_SLOTS]; /* questions ask for the same few names again and again */
    size_t memo_count; /* names there were when it was begun: with one more all may change */
} names_cache;

static void release(void *state)
{
    names_cache *cache = state;
    if (cache != NULL) {
        base_buffer_release(&cache->folded);
        base_buffer_release(&cache->loose);
        base_arena_free(cache->texts);
        base_free(cache->entries);
        base_free(cache->buckets);
        base_free(cache->last_text);
        base_free(cache);
    }
}

static names_cache *cache_of(kbs_city *city)
{
    names_cache *cache = city->attached[STORE_ATTACH_NAMES].state;
    if (cache != NULL) {
        return cache;
    }
    cache = base_new(sizeof *cache);
    if (cache == NULL) {
        return NULL;
    }
    base_buffer_init(&cache->folded, MOST_NAME_BYTES);
    base_buffer_init(&cache->loose, MOST_NAME_BYTES);
    cache->texts = base_arena_new();
    if (cache->texts == NULL) {
        release(cache);
        return NULL;
    }
    city->attached[STORE_ATTACH_NAMES].state = cache;
    city->attached[STORE_ATTACH_NAMES].release = release;
    return cache;
}

static size_t bucket_of(const names_cache *cache, const char *folded)
{
    uint64_t hash = UINT64_C(14695981039346656037);
    for (; *folded != '\0'; folded++) {
        hash = (hash ^ (unsigned char)*folded) * UINT64_C(1099511628211);
    }
    return (size_t)(hash % cache->bucket_count);
}

static bool rebuild_buckets(names_cache *cache)
{
    size_t wanted = cache->count * 2 + 64;
    if (wanted > cache->bucket_count) {
        uint32_t *buckets = base_new_array(wanted * 2, sizeof *buckets);
        if (buckets == NULL) {
            return false;
        }
        base_free(cache->buckets);
        cache->buckets = buckets;
        cache->bucket_count = wanted * 2;
    } else {
        memset(cache->buckets, 0, cache->bucket_count * sizeof *cache->buckets);
    }
    for (size_t i = 0; i < cache->count; i++) {
        size_t bucket = bucket_of(cache, cache->entries[i].folded);
        cache->entries[i].next = cache->buckets[bucket];
        cache->buckets[bucket] = (uint32_t)i + 1;
    }
    return true;
}

static bool append(names_cache *cache, int64_t id, const char *name, const char *folded,
                   const char *loose)
{
    void *items = cache->entries;
    bool grown = base_array_grow(&items, &cache->capacity, cache->count + 1,
                                 sizeof cache->entries[0], MOST_NAMES);
    cache->entries = items;
    if (!grown) {
        return false;
    }
    name_entry entry = { id, base_arena_text(cache->texts, name),
                         base_arena_text(cache->texts, folded),
                         base_arena_text(cache->texts, loose), 0 };
    if (entry.name == NULL || entry.folded == NULL || entry.loose == NULL) {
        return false;
    }
    cache->entries[cache->count++] = entry;
    if (cache->count * 2 > cache->bucket_count) {
        return rebuild_buckets(cache);
    }
    size_t bucket = bucket_of(cache, entry.folded);
    cache->entries[cache->count - 1].next = cache->buckets[bucket];
    cache->buckets[bucket] = (uint32_t)cache->count;
    return true;
}

/* Brings the cache up to what this transaction sees. */
static kbs_code refresh(kbs_city *city, names_cache **out)
{
    names_cache *cache = *out = cache_of(city);
    if (cache == NULL) {
        return base_findings_no_memory(&city->error);
    }
    if (cache->read && cache->version == store_database_version(city->database)) {
        return KBS_OK;
    }
    store_statement *statement = NULL;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "SELECT id, name, folded, loose FROM neighbourhood_name WHERE id > ?1 ORDER BY id",
        &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1,
                       cache->count == 0 ? INT64_MIN : cache->entries[cache->count - 1].id);
    }
    while (code == KBS_OK && (code = store_step(statement, &city->error)) == KBS_OK) {
        if (!append(cache, store_column_int(statement, 0), store_column_text(statement, 1),
                    store_column_text(statement, 2), store_column_text(statement, 3))) {
            code = base_findings_no_memory(&city->error);
        }
    }
    store_statement_free(statement);
    if (code == KBS_END) {
        cache->version = store_database_version(city->database);
        cache->read = true;
        code = KBS_OK;
    }
    return code;
}

static const name_entry *find_folded(const names_cache *cache, const char *folded)
{
    uint32_t at = cache->count == 0 ? 0 : cache->buckets[bucket_of(cache, folded)];
    while (at != 0 && strcmp(cache->entries[at - 1].folded, folded) != 0) {
        at = cache->entries[at - 1].next;
    }
    return at == 0 ? NULL : &cache->entries[at - 1];
}

static const name_entry *find_id(const names_cache *cache, int64_t id)
{
    size_t low = 0;
    size_t high = cache->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (cache->entries[middle].id < id) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < cache->count && cache->entries[low].id == id ? &cache->entries[low] : NULL;
}

static bool fold(names_cache *cache, const char *utf8, size_t length)
{
    base_buffer_clear(&cache->folded);
    base_buffer_clear(&cache->loose);
    base_text_fold(&cache->folded, utf8, length);
    base_text_fold_loose(&cache->loose, utf8, length);
    base_buffer_text(&cache->folded, ""); /* an empty name is a text too */
    base_buffer_text(&cache->loose, "");
    return !cache->folded.failed && !cache->loose.failed;
}

static const char *text_of(const base_buffer *buffer)
{
    return buffer->data == NULL ? "" : buffer->data;
}

static kbs_code insert(kbs_city *city, names_cache *cache, const char *name, int64_t *id)
{
    store_statement *statement = NULL;
    int64_t next = cache->count == 0 ? 1 : cache->entries[cache->count - 1].id + 1;
    kbs_code code = store_database_prepare(
        city->database, &statement,
        "INSERT INTO neighbourhood_name(id, name, folded, loose) VALUES(?1, ?2, ?3, ?4)",
        &city->error);
    if (code == KBS_OK) {
        store_bind_int(statement, 1, next);
        store_bind_text(statement, 2, name);
        store_bind_text(statement, 3, text_of(&cache->folded));
        store_bind_text(statement, 4, text_of(&cache->loose));
        code = store_step_done(statement, &city->error);
    }
    store_statement_free(statement);
    if (code == KBS_OK &&
        !append(cache, next, name, text_of(&cache->folded), text_of(&cache->loose))) {
        code = base_findings_no_memory(&city->error);
    }
    *id = next;
    return code;
}

static void remember(names_cache *cache, const char *utf8, size_t length, int64_t id)
{
    base_free(cache->last_text);
    cache->last_text = base_text_copy_n(utf8, length); /* NULL: it is looked up again */
    cache->last_length = length;
    cache->last_id = id;
}

kbs_code store_name_id(kbs_city *city, const char *utf8, size_t length, int64_t *id)
{
    names_cache *cache;
    *id = 0;
    kbs_code code = refresh(city, &cache);
    if (code != KBS_OK) {
        return code;
    }
    if (cache->last_text != NULL && cache->last_length == length &&
        memcmp(cache->last_text, utf8, length) == 0) {
        *id = cache->last_id;
        return KBS_OK;
    }
    if (!fold(cache, utf8, length)) {
        return base_findings_no_memory(&city->error);
    }
    const name_entry *entry = find_folded(cache, text_of(&cache->folded));
    if (entry != NULL) {
        *id = entry->id;
    } else {
        char *name = base_text_copy_n(utf8, length);
        code = name == NULL ? base_findings_no_memory(&city->error) : insert(city, cache, name, id);
        base_free(name);
    }
    if (code == KBS_OK) {
        remember(cache, utf8, length, *id);
    }
    return code;
}

/* Outside a transaction SQLite notices what others committed only when it reads; a name that is known needs no look, since names stay. */
static kbs_code look_again(kbs_city *city, names_cache **cache)
{
    int64_t revision;
    kbs_code code = store_city_revision(city, &revision);
    return code == KBS_OK ? refresh(city, cache) : code;
}

/* The slot of a name that is short enough; NULL otherwise. */
static name_memo *memo_of(names_cache *cache, const char *utf8, size_t length)
{
    uint64_t hash = length;
    if (length == 0 || length > MEMO_BYTES) {
        return NULL;
    }
    if (cache->memo_count != cache->count) {
        memset(cache->memo, 0, sizeof cache->memo);
        cache->memo_count = cache->count;
    }
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)utf8[i]) * UINT64_C(0x9E3779B97F4A7C15);
    }
    return &cache->memo[(hash >> 32) % MEMO_SLOTS];
}

static kbs_code find_anew(kbs_city *city, names_cache *cache, const char *utf8, size_t length,
                          int64_t *id)
{
    size_t found = 0;
    kbs_code code = KBS_OK;
    if (!fold(cache, utf8, length)) {
        return cache->folded.ceiling > length ? base_findings_no_memory(&city->error)
                                              : KBS_NOT_FOUND;
    }
    const name_entry *entry = find_folded(cache, text_of(&cache->folded));
    if (entry == NULL) {
        code = look_again(city, &cache);
        if (code != KBS_OK) {
            return code;
        }
        entry = find_folded(cache, text_of(&cache->folded));
    }
    if (entry != NULL) {
        *id = entry->id;
        return KBS_OK;
    }
    for (size_t i = 0; i < cache->count; i++) {
        if (strcmp(cache->entries[i].loose, text_of(&cache->loose)) == 0) {
            *id = cache->entries[i].id;
            found++;
        }
    }
    if (found > 1) {
        *id = 0;
        return KBS_AMBIGUOUS;
    }
    return found == 1 ? KBS_OK : KBS_NOT_FOUND;
}

kbs_code store_name_find(kbs_city *city, const char *utf8, size_t length, int64_t *id)
{
    names_cache *cache;
    *id = 0;
    kbs_code code = refresh(city, &cache);
    if (code != KBS_OK) {
        return code;
    }
    name_memo *memo = memo_of(cache, utf8, length);
    if (memo != NULL && memo->length == length && memcmp(memo->text, utf8, length) == 0) {
        *id = memo->id;
        return KBS_OK;
    }
    code = find_anew(city, cache, utf8, length, id);
    memo = memo_of(cache, utf8, length); /* a look into the city may have brought names */
    if (code == KBS_OK && memo != NULL) {
        memo->id = *id;
        memo->length = length;
        memcpy(memo->text, utf8, length);
    }
    return code;
}

static const name_entry *entry_of(kbs_city *city, int64_t id)
{
    names_cache *cache = city->attached[STORE_ATTACH_NAMES].state;
    const name_entry *entry = cache == NULL ? NULL : find_id(cache, id);
    if (entry == NULL && refresh(city, &cache) == KBS_OK) {
        entry = find_id(cache, id);
    }
    return entry;
}

const char *store_name_text(kbs_city *city, int64_t id)
{
    const name_entry *entry = entry_of(city, id);
    return entry == NULL ? NULL : entry->name;
}

const char *store_name_folded(kbs_city *city, int64_t id)
{
    const name_entry *entry = entry_of(city, id);
    return entry == NULL ? NULL : entry->folded;
}

kbs_code store_name_each(kbs_city *city,
                         bool (*visit)(int64_t id, const char *name, const char *loose, void *user),
                         void *user)
{
    names_cache *cache;
    kbs_code code = refresh(city, &cache);
    for (size_t i = 0; code == KBS_OK && i < cache->count; i++) {
        if (!visit(cache->entries[i].id, cache->entries[i].name, cache->entries[i].loose, user)) {
            break;
        }
    }
    return code;
}

void store_names_forget(kbs_city *city)
{
    names_cache *cache = city->attached[STORE_ATTACH_NAMES].state;
    if (cache != NULL) {
        cache->count = 0;
        cache->read = false;
        cache->last_length = SIZE_MAX;
        cache->memo_count = SIZE_MAX;
        if (cache->bucket_count > 0) {
            memset(cache->buckets, 0, cache->bucket_count * sizeof *cache->buckets);
        }
    }
}
