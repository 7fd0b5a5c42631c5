CREATE TABLE kbs_city(
  key TEXT PRIMARY KEY,
  value TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE revision(
  id INTEGER PRIMARY KEY,
  time_utc TEXT NOT NULL,
  kind TEXT NOT NULL,
  file TEXT NOT NULL,
  layer TEXT NOT NULL,
  dataset TEXT NOT NULL,
  sha256 TEXT NOT NULL,
  source_bytes INTEGER NOT NULL,
  format TEXT NOT NULL,
  crs TEXT NOT NULL,
  transformation TEXT NOT NULL,
  accuracy_m REAL NOT NULL,
  encoding TEXT NOT NULL,
  profile TEXT NOT NULL,
  mapping TEXT NOT NULL,
  plan_number TEXT NOT NULL,
  records_in_source INTEGER NOT NULL,
  imported INTEGER NOT NULL,
  mended INTEGER NOT NULL,
  refused INTEGER NOT NULL,
  excluded INTEGER NOT NULL,
  inserted INTEGER NOT NULL,
  updated INTEGER NOT NULL,
  unchanged INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  first_row INTEGER NOT NULL,
  digest TEXT NOT NULL,
  library TEXT NOT NULL
);
CREATE TABLE ledger(
  revision INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  code TEXT NOT NULL,
  severity INTEGER NOT NULL,
  layer TEXT,
  record INTEGER,
  key TEXT,
  field TEXT,
  byte INTEGER,
  line INTEGER,
  column INTEGER,
  east REAL,
  north REAL,
  found TEXT,
  expected TEXT,
  PRIMARY KEY(revision, ordinal)
) WITHOUT ROWID;
CREATE TABLE dataset(
  id INTEGER PRIMARY KEY,
  kind TEXT NOT NULL,
  name TEXT NOT NULL
);
CREATE UNIQUE INDEX dataset_name ON dataset(kind, name);
CREATE TABLE tally(
  kind TEXT PRIMARY KEY,
  current INTEGER NOT NULL,
  closed INTEGER NOT NULL,
  measure REAL NOT NULL,
  east_min REAL,
  north_min REAL,
  east_max REAL,
  north_max REAL
) WITHOUT ROWID;
CREATE TABLE neighbourhood_name(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  loose TEXT NOT NULL
);
CREATE UNIQUE INDEX neighbourhood_name_folded ON neighbourhood_name(folded);
CREATE INDEX neighbourhood_name_loose ON neighbourhood_name(loose);
CREATE TABLE share(
  parcel_id INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  source_id INTEGER NOT NULL,
  area_m2 REAL NOT NULL,
  length_m REAL NOT NULL,
  others TEXT,
  touches_only INTEGER NOT NULL,
  PRIMARY KEY(parcel_id, ordinal)
) WITHOUT ROWID;
CREATE TABLE dirty(
  parcel_id INTEGER PRIMARY KEY
);
CREATE TABLE address_parcel(
  address_id INTEGER PRIMARY KEY,
  parcel_id INTEGER NOT NULL
);
CREATE INDEX address_parcel_parcel ON address_parcel(parcel_id);
