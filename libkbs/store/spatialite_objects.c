/* SPDX-FileCopyrightText: libkbs contributors */
/* SPDX-License-Identifier: MIT */
/* The objects of SpatiaLite's metadata, each with the SHA-256 of its statement as SpatiaLite 5.0.1 makes it; a test compares the
 * list with what the linked SpatiaLite makes. A name may stand here several times, with the statements of several
 * versions. Sorted by name. */
#include "store/schema.h"

#include <string.h>

typedef struct known_object {
    const char *name;
    const char *sha256;
} known_object;

static const known_object objects[] = {
    { "ElementaryGeometries", "6bc69fd9ca5958ca059405852c4da794039067a09cc06beb132117f6bdd1223b" },
    { "KNN", "8673fb6ee1b1ff2afcfdcd07da5200f29ba05f316600004e0e2a692bf5dac243" },
    { "SpatialIndex", "2c2c42138398503cd1476f18fccb8c0effa240d327fd73ca3c7c0a6f79d4a147" },
    { "data_licenses", "334678014b1b67d376b2baa2862dd70f6413fcbcd87cc44fbba487b9ff27af86" },
    { "gcau_f_geometry_column_insert",
      "37ee3f8cde1b923ce50defc54b2ec3875cda595ba2266f6aa10c7c418e83eaf4" },
    { "gcau_f_geometry_column_update",
      "fbe652e0480a11e29b92b02633d26b62b34287371301785e2a8451fbd1df5a21" },
    { "gcau_f_table_name_insert",
      "6070e25c5d4091a44cf2db1614152e3a2448b534da96912140c110c37c32a127" },
    { "gcau_f_table_name_update",
      "ae4b7d80826b67b66247ec71aac6cc321721df8811668c28445c171ea9221f0e" },
    { "gcfi_f_geometry_column_insert",
      "1e27cabc6f115832c359280bc569ed530dc3e19dff50db122d4e630c65ff7bf6" },
    { "gcfi_f_geometry_column_update",
      "82e49df8704f892798062ef4dfb119be05dd0e1f2fa6ffe5da1ebd3294938650" },
    { "gcfi_f_table_name_insert",
      "6f472aead4680ce47b5d04af1dd3fe32392b3bc95431edf8c796d4302d12c8b3" },
    { "gcfi_f_table_name_update",
      "304c14ae474c8fee6a2b5332feb8eded2da18483d9f65d2cd8a62d53f79e0c77" },
    { "gcs_f_geometry_column_insert",
      "459261ea07934f18957fa3b58de917eb3d2e063ca43a1f16701c3b51771568c8" },
    { "gcs_f_geometry_column_update",
      "e0f2bd6ff1fd6b55f134c4eb4c5a3f5db172e7e23d9e36bc602503c3f38269b8" },
    { "gcs_f_table_name_insert",
      "b947e921245291a6d5d3e02ad6da0a125bb26c64657789937afc2a9cff5b9555" },
    { "gcs_f_table_name_update",
      "955047b6b15ead05ac2c5c5d5763c69a75a9950a3e7d10732875791fa130da2d" },
    { "gctm_f_geometry_column_insert",
      "3b7f0d9bc25148836f7c9a7fd3fcd11a65a69f635ad496d8b55e9c67b1cc907e" },
    { "gctm_f_geometry_column_update",
      "f34acb3cf2b1bc7a07723ae1938cca14e3381613eac9ffbef7ac4a5c7d58c13f" },
    { "gctm_f_table_name_insert",
      "4063d1dc3b3306a21359037dcb0d002c742237986a77f7217fb786afde28cc85" },
    { "gctm_f_table_name_update",
      "305520e032f4b1f7d6758d6e55b5e21433f90fc55cfa05d6d1950f8616533fcf" },
    { "geom_cols_ref_sys", "3deba3758f152a758200388db60305c4e39a59dc133219acb5f86eaaf7c2d796" },
    { "geometry_columns", "44ab04141a6039875c537fdc98a1a98b010705b4028da5439efe7c659e9892c5" },
    { "geometry_columns_auth", "d4ec7d5fc01cd53bb7578aab1cc240bf10223113ecd3f59c11266215bb54c8df" },
    { "geometry_columns_coord_dimension_insert",
      "03950ca86ea275e3dfdfafe1bbd3360f976fbc823ffa248cd6a7626cf5660af8" },
    { "geometry_columns_coord_dimension_update",
      "b0c84cb43a30f90efe94324c7d1650a53a21ba783e97fdcecd25a90dbb44e5a0" },
    { "geometry_columns_f_geometry_column_insert",
      "7f179a345a71e189a9dbbb24476e6cc27cbaf9fd7276dcfb126c9acbba32aec2" },
    { "geometry_columns_f_geometry_column_update",
      "2d7d77450df70eda5ed81929d2389f31ac7fc37c65a6f70f20610d358dd3f899" },
    { "geometry_columns_f_table_name_insert",
      "60b798af28c7590a5fd2f5125ca6234ebe55bf9acac9835454c5fad4d533a885" },
    { "geometry_columns_f_table_name_update",
      "ad562470f666dd3df9157850a5dcbf875994c99ead31e7ae14b20c0f62d97c72" },
    { "geometry_columns_field_infos",
      "d5d18436d716a224dc7580906f33193c119ecc50ddd68263c71ec4db35e276a7" },
    { "geometry_columns_geometry_type_insert",
      "5f26c7496992f7bdbfcd82cc2ac48bdf7de3b7c783ce77c49105802c05a9e1cc" },
    { "geometry_columns_geometry_type_update",
      "c039058d7d0593e559a6a92b27044d1497f63e7aecc2d700ba787a0eb2e0242a" },
    { "geometry_columns_statistics",
      "c17d64db8f874cc46c191fab386c1f81438d4775557d11c48d56cd4407d7aa60" },
    { "geometry_columns_time", "e3ae010aae7ce89033721dd9b49f7bee84ab39e5414a2a0b59f99ab266e89c03" },
    { "idx_spatial_ref_sys", "f5a2986fb8e850f7c0bb32aef5c0c5de7da984d064f4b4b2da3bf55b991b7685" },
    { "idx_srid_geocols", "ed9feb605526a9a7419f54ec1ca2d3101c824788e34c68b0f8cfca21807c2304" },
    { "idx_viewsjoin", "77ab2641d115220b26144d032138a57c330f8f327651e4d0e15d523ccc634a28" },
    { "idx_virtssrid", "8520caa12e7b1d2eceb2e878c010d60f1bd2df9ed8c18a98176d2c902177fc49" },
    { "spatial_ref_sys", "db1dd26b4f17050160f4cb8f571278cedda4e20f3c1b583eb5a1e21ae4bff5da" },
    { "spatialite_history", "8b85ac3df7bde99c554c52f356c917bf6250ddabafb75a232845642cbab67c0b" },
    { "sql_statements_log", "2fbe8183ddf652243234976d17e8a15c1cf5e37c72615a9bcc627d0a72cd171f" },
    { "sqlite_sequence", "4cb1eaf14467f226196148cb5688569660cb290d414bae4c1c450b149b62befd" },
    { "vector_layers", "5a44182a2a874af67177c3cf3f5449139d7867dec81dcb774ee8e84e16913929" },
    { "vector_layers_auth", "c4f2c4aaec578ed795332331337ee99bf03fdc28dd7a351577fa32b005c436c9" },
    { "vector_layers_field_infos",
      "82a3629b95ac19c7b8f8af02ecd14e821dd399fadb629ba82a87f8a55bb6c025" },
    { "vector_layers_statistics",
      "c05f31b61dbc65f4b479774b4870c0bf698c8af6150e2381c185377b53a1f6b3" },
    { "views_geometry_columns",
      "5cf8fd440c4e69081916b81bc4181682a98e7733caf9c08295f532fde2e05312" },
    { "views_geometry_columns_auth",
      "9ebd1d03efc8a71cde1903ed8a4e43ec2714f3c95b80c4cb903be9db15aa9933" },
    { "views_geometry_columns_field_infos",
      "df52926ecaf80f94b5aab74921587df9a28d6facc56b1ad1010a65cb149f39d2" },
    { "views_geometry_columns_statistics",
      "375fbc6b771b1433b936373c430510fa2ba553eb7373af42e1916a467a82eb48" },
    { "virts_geometry_columns",
      "db39d01693d328d8f1faeeecac0d49941b781a871b9d71d0860b5abcbfd24746" },
    { "virts_geometry_columns_auth",
      "5a7c7e57770cc6fc2dd0c91688643ef1ce9aa21485052d76d3d5722b9ffd58a7" },
    { "virts_geometry_columns_field_infos",
      "df04c088799f89715419e38a5ca5cc579a77672da0c227b07e5c4e1a49f376f0" },
    { "virts_geometry_columns_statistics",
      "9378c872fb689fe91caa28e48bf796cfe83991d830ebb91937266ae01d3998fa" },
    { "vtgc_coord_dimension_insert",
      "bd9b6b215b0e7206bfc4fd4ee897a2237a5f641231a41d12a9a8e9105dce70c5" },
    { "vtgc_coord_dimension_update",
      "de7be452620c323dfede1eae6de2aceb44ae4eab55d96b22717abbed41df0c3d" },
    { "vtgc_geometry_type_insert",
      "39b115494100e266240bf58d5db8a44fb9745f51bdcabcab8344453ab5ab079e" },
    { "vtgc_geometry_type_update",
      "98ac792471934e5a6d7a8b3867786c0e0157f1981ca85298a7ca51063046570a" },
    { "vtgc_virt_geometry_insert",
      "f2276d2ce2a22f4f9a16f1c69fae9eb1672841445ba1cdd68d338d43994bfa21" },
    { "vtgc_virt_geometry_update",
      "c9539159fb8431b27c75823fcaa2de2c5e6380f5b4155795533441252cad66b3" },
    { "vtgc_virt_name_insert", "fc4d76170e5ede7143e1b211c4de0736f536c1a435112ba0ffd89d216aaedd29" },
    { "vtgc_virt_name_update", "1dff8ea261d1448e59c3aacaa0290cac7f3b2be1f8fe31e7b7a4298fda10b0df" },
    { "vtgcau_virt_geometry_insert",
      "e98544e9e23577d383713c7363eb567a86ef19b3565bd331434456f9c74734df" },
    { "vtgcau_virt_geometry_update",
      "67ab737e8d3579b65be322b6f927bec88e72bf6f4bd1d7355d34fc09c1f7d651" },
    { "vtgcau_virt_name_insert",
      "74ca4e58254e91d4d1cf798a20e01d4afbddc2523e99284f75208d9cf5bac0a6" },
    { "vtgcau_virt_name_update",
      "d775a060088bc8b6fd796a9c080b3a01a4292139ff564d21d076e00c69ea5e5d" },
    { "vtgcfi_virt_geometry_insert",
      "d26c97d28fc008dc252fffc3eab6e4ab3d79ceea1eedd070d8c44326f60b33f8" },
    { "vtgcfi_virt_geometry_update",
      "48205b6f58126ce9aace19df356a9f00dedb2ddbc4eadd4601c119736ebc7bc3" },
    { "vtgcfi_virt_name_insert",
      "dbe218997ee91bb406c7e9b4db64116e2d53eb4fe63c4a62ceafa4ab58923fc0" },
    { "vtgcfi_virt_name_update",
      "a39211516f30860d392abfb4eab5ba4ab767a7a891a9ce1eda0b3e667f261b36" },
    { "vtgcs_virt_geometry_insert",
      "2c7b36262e444e4af3c50989231e0731109d52282b3215ceb03f718a967d0308" },
    { "vtgcs_virt_geometry_update",
      "dbc7db15d3e946e05bb44b21603a9215257d305d58bc4fffa73d8b2b2b7ee53b" },
    { "vtgcs_virt_name_insert",
      "2c1e601aae004aa67698e0b5bbcd1662b87edac60334f3467e5b37d6bcb22a28" },
    { "vtgcs_virt_name_update",
      "94678a61bce52d0ff7556c8e2da22c315126f0847c24aac3f450e71c9857d81f" },
    { "vwgc_f_geometry_column_insert",
      "1115ca0a9b34bae4aaf940f817248b777cf866596317b2935d0bb674d7537ebf" },
    { "vwgc_f_geometry_column_update",
      "a2c04f649636438c99f0a4a58d67af310b358247db5174284545e4e7373a5cf8" },
    { "vwgc_f_table_name_insert",
      "3f9b2d9287632188ee8b6756c86facebca0bf24661eee540889eceef5e4794de" },
    { "vwgc_f_table_name_update",
      "08a4c4ee21a8ba5515e35a0183906614cb23bd8dd3f47d85cb5c91bcee9ebacb" },
    { "vwgc_view_geometry_insert",
      "c2958d3d3d3348483f38e60f8db9cf0d2aa5c2249aa7b4b666c256b64cbbd625" },
    { "vwgc_view_geometry_update",
      "05c65811a4113951ac68d52fc4f92689acb0c388f55066d3966d2bf45760fc05" },
    { "vwgc_view_name_insert", "0e9fbf7a14788961d0ed5aa4f8d4114ca83acf469601331d3f416aca9948bd2f" },
    { "vwgc_view_name_update", "8335ba6c0be97ed78bc86224f4f1cb2c547da2f57cdac8dd97ee8d4b021fd625" },
    { "vwgc_view_rowid_insert",
      "4182a8c3d804f84dfc9f081a677e1b06c4d3046e0fe81120085e8039fd4d4e31" },
    { "vwgc_view_rowid_update",
      "a5b40d33b4fce9fe978d5b48a52c5511003e83ab6667e53d97e0a18b43b63b3a" },
    { "vwgcau_view_geometry_insert",
      "82150d13375efe3b57f07f65e7d8ec43f0cf504a09736fb03d047254a133ad57" },
    { "vwgcau_view_geometry_update",
      "ebb07634eba057c2f296685a678c93e3b20c15850472d32ed255b48c1356f99d" },
    { "vwgcau_view_name_insert",
      "9f4190a08ed56c071180aec30eca4053cef425113315d8950f24d7bc0cb7647e" },
    { "vwgcau_view_name_update",
      "52e54c8ee5a8fd476fe6807a383a150befda423ef3777156c14e72322d9994a3" },
    { "vwgcfi_view_geometry_insert",
      "5425de112ea2d7a903b57f0f354f05b4c53c2c10573bb6df6dd16143604296d8" },
    { "vwgcfi_view_geometry_update",
      "97320b56244c48eb34367b7c55785b3c19aa4ebd4deae9c7461ad67fb73436c0" },
    { "vwgcfi_view_name_insert",
      "0b3d37b65ef0060f0770fd3d42781e653e8e9befdce8d99a453e530870c422ad" },
    { "vwgcfi_view_name_update",
      "bd097234be01f0493a13a45888a5d9cf39361a442695f511d685a957c8e597bf" },
    { "vwgcs_view_geometry_insert",
      "760ff9af7c040cc422f2f4b43fdcc05952bffaee40236d09e324a15318867d87" },
    { "vwgcs_view_geometry_update",
      "d435e15bc6a5b067f428ecc5b484519ac90d5b9a0387809c7784a8493fbd4bc5" },
    { "vwgcs_view_name_insert",
      "a6d94d5d801355ed930a657cdae240e8a46c28e7b8a8310c8d8bede4a2223950" },
    { "vwgcs_view_name_update",
      "1cc33deaf1f3b40373ae272f93798fc2b94747c0597898318b14117df645992c" },
};

#define OBJECT_COUNT (sizeof objects / sizeof objects[0])

/* The first object with this name; OBJECT_COUNT when there is none. */
static size_t find(const char *name)
{
    size_t low = 0;
    size_t high = OBJECT_COUNT;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (strcmp(objects[middle].name, name) < 0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < OBJECT_COUNT && strcmp(objects[low].name, name) == 0 ? low : OBJECT_COUNT;
}

bool store_is_spatialite_name(const char *name)
{
    return find(name) < OBJECT_COUNT;
}

bool store_is_spatialite_object(base_sha256 *sha, const char *name, const char *sql, size_t length)
{
    size_t at = find(name);
    uint8_t digest[BASE_SHA256_BYTES];
    char hex[BASE_SHA256_HEX];
    if (at == OBJECT_COUNT) {
        return false;
    }
    base_sha256_add(sha, sql, length);
    base_sha256_end(sha, digest);
    base_sha256_to_hex(digest, hex);
    for (; at < OBJECT_COUNT && strcmp(objects[at].name, name) == 0; at++) {
        if (strcmp(objects[at].sha256, hex) == 0) {
            return true;
        }
    }
    return false;
}
