# SPDX-FileCopyrightText: libkbs contributors
# SPDX-License-Identifier: MIT
"""GeoJSON that others collected because it is valid, invalid or troublesome: each file has the verdict that its folder and name say.

Judged as restrictions, since these may be points, lines and areas, in a city whose system covers the world, so that no file is refused
for its place. Not what the names say, on purpose: RFC 7946 only advises the turn of rings, so a wrong turn is a note; nothing in a city
is without a place, so what is valid GeoJSON but has no geometry is refused, and so is one thing that is point, line and area at once."""
import os
import unittest

from real import ALWAYS, RealCase, need

# File: exit status, records, refused records, codes of the ledger (import.nothing goes without saying); or, where no ledger comes about,
# what is said.
VERDICTS = {
    "chrieke/invalid_geometries/invalid_exterior_not_ccw.geojson": (0, 1, 0, "geojson.turn"),
    "chrieke/invalid_geometries/invalid_incorrect_geometry_data_type.geojson": (3, 1, 1, "geojson.nesting"),
    "chrieke/invalid_geometries/invalid_interior_not_cw.geojson": (0, 1, 0, "geojson.turn"),
    "chrieke/invalid_geometries/invalid_less_three_unique_nodes.geojson": (3, 1, 1, "geometry.few-vertices"),
    "chrieke/invalid_geometries/invalid_unclosed.geojson": (3, 1, 1, "geometry.open-ring"),
    "chrieke/invalid_structure/invalid_feature_geometry_is_string.geojson": (3, 1, 1, "geojson.type"),
    "chrieke/invalid_structure/invalid_feature_id_type.geojson": (3, 1, 1, "geojson.type"),
    "chrieke/invalid_structure/invalid_feature_no_properties.geojson": (3, 1, 1, "geojson.member"),
    "chrieke/invalid_structure/invalid_feature_properties_is_array.geojson": (3, 1, 1, "geojson.type"),
    "chrieke/invalid_structure/invalid_feature_properties_is_int.geojson": (3, 1, 1, "geojson.type"),
    "chrieke/invalid_structure/invalid_feature_wrong_geometry_key.geojson": (3, 1, 1, "geojson.member"),
    "chrieke/invalid_structure/invalid_featurecollection_feature_nullfeature.geojson": (3, 1, 1, "geojson.type"),
    "chrieke/invalid_structure/invalid_featurecollection_features_is_object.geojson": (3, None, None, "a FeatureCollection without an array of features"),
    "chrieke/invalid_structure/invalid_featurecollection_no_features_member.geojson": (3, None, None, "a FeatureCollection without an array of features"),
    "chrieke/invalid_structure/invalid_featurecollection_nulltype.geojson": (3, None, None, "this JSON is not GeoJSON"),
    "chrieke/invalid_structure/invalid_featurecollection_type_lowercase.geojson": (3, None, None, "this JSON is not GeoJSON"),
    "chrieke/invalid_structure/invalid_featurecollection_unknown_type.geojson": (3, None, None, "this JSON is not GeoJSON"),
    "chrieke/invalid_structure/invalid_geometry_bbox_not4or6.geojson": (3, 1, 1, "geojson.bbox"),
    "chrieke/invalid_structure/invalid_geometry_bbox_not_list.geojson": (3, 1, 1, "geojson.bbox"),
    "chrieke/invalid_structure/invalid_geometry_bbox_not_numbers.geojson": (3, 1, 1, "geojson.bbox"),
    "chrieke/invalid_structure/invalid_geometry_coordinates_1d.geojson": (3, 1, 1, "geojson.position"),
    "chrieke/invalid_structure/invalid_geometry_coordinates_empty_position.geojson": (3, 1, 1, "geojson.position"),
    "chrieke/invalid_structure/invalid_geometry_coordinates_missing.geojson": (3, 1, 1, "geojson.member"),
    "chrieke/invalid_structure/invalid_geometry_coordinates_string.geojson": (3, 1, 1, "geojson.not-a-number"),
    "chrieke/invalid_structure/invalid_geometry_depth_deep_point.geojson": (3, 1, 1, "geojson.nesting"),
    "chrieke/invalid_structure/invalid_geometry_depth_deep_polygon.geojson": (3, 1, 1, "geojson.nesting"),
    "chrieke/invalid_structure/invalid_geometry_depth_shallow_linestring.geojson": (3, 1, 1, "geojson.nesting"),
    "chrieke/invalid_structure/invalid_geometry_depth_shallow_multipolygon.geojson": (3, 1, 1, "geojson.uneven"),
    "chrieke/invalid_structure/invalid_geometry_depth_shallow_polygon.geojson": (3, 1, 1, "geojson.nesting"),
    "chrieke/invalid_structure/invalid_geometry_geometrycollection_null_geometry.geojson": (3, 1, 1, "geojson.type"),
    "chrieke/invalid_structure/invalid_geometry_mislabeled_point.geojson": (3, 1, 1, "geojson.nesting"),
    "chrieke/invalid_structure/invalid_geometry_missing_type.geojson": (3, None, None, "this JSON is not GeoJSON"),
    "chrieke/invalid_structure/invalid_geometry_wrong_geometry_type.geojson": (3, None, None, "this JSON is not GeoJSON"),
    "chrieke/problematic_geometries/problematic_3d_coordinates.geojson": (0, 1, 0, "source.heights-dropped"),
    "chrieke/problematic_geometries/problematic_4d_coordinates.geojson": (0, 1, 0, "source.heights-dropped"),
    "chrieke/problematic_geometries/problematic_crosses_antimeridian.geojson": (0, 1, 0, "geojson.turn"),
    "chrieke/problematic_geometries/problematic_duplicate_nodes.geojson": (0, 1, 0, "geometry.repeated-vertex"),
    "chrieke/problematic_geometries/problematic_excessive_coordinate_precision.geojson": (0, 1, 0, ""),
    "chrieke/problematic_geometries/problematic_excessive_vertices.geojson": (0, 1, 0, ""),
    "chrieke/problematic_geometries/problematic_feature_null_geometry.geojson": (3, 1, 1, "geometry.missing"),
    "chrieke/problematic_geometries/problematic_holes.geojson": (0, 1, 0, ""),
    "chrieke/problematic_geometries/problematic_inner_and_exterior_ring_intersect.geojson": (3, 1, 1, "geometry.self-crossing"),
    "chrieke/problematic_geometries/problematic_multitype_geometry_with_just_one_geometry.geojson": (0, 1, 0, ""),
    "chrieke/problematic_geometries/problematic_outside_lat_lon_boundaries.geojson": (3, 1, 1, "geometry.not-degrees"),
    "chrieke/problematic_geometries/problematic_self_intersection_large.geojson": (3, 1, 1, "geometry.self-crossing"),
    "chrieke/problematic_geometries/problematic_self_intersection_small.geojson": (3, 1, 1, "geometry.self-crossing"),
    "chrieke/problematic_geometries/problematic_wrong_bbox_coordinate_order.geojson": (0, 1, 0, ""),
    "chrieke/problematic_geometries/problematic_zero_length_linestring.geojson": (3, 1, 1, "geometry.few-vertices"),
    "chrieke/problematic_structure/problematic_crs_defined.geojson": (0, 1, 0, ""),
    "chrieke/problematic_structure/problematic_geometry_not_wrapped.geojson": (0, 1, 0, ""),
    "chrieke/problematic_structure/problematic_geometrycollection_single.geojson": (0, 1, 0, ""),
    "chrieke/problematic_structure/problematic_nested_geometrycollection.geojson": (1, 2, 1, "geojson.nested-collection"),
    "chrieke/valid/valid_feature.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_feature_null_geometry.geojson": (3, 1, 1, "geometry.missing"),
    "chrieke/valid/valid_feature_null_properties.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_feature_with_bbox.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_feature_with_id.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_feature_with_string_id.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_featurecollection.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_featurecollection_bboxes.geojson": (0, 2, 0, ""),
    "chrieke/valid/valid_featurecollection_empty_features.geojson": (0, 0, 0, ""),
    "chrieke/valid/valid_featurecollection_multiple_feature_types.geojson": (0, 4, 0, ""),
    "chrieke/valid/valid_featurecollection_with_geometrycollection.geojson": (3, 1, 1, "geojson.mixed-collection"),
    "chrieke/valid/valid_geometry.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_geometry_3d_coordinates.geojson": (0, 1, 0, "source.heights-dropped"),
    "chrieke/valid/valid_geometry_bbox.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_geometry_geometrycollection.geojson": (0, 2, 0, ""),
    "chrieke/valid/valid_geometry_geometrycollection_empty_geometries.geojson": (3, 1, 1, "geometry.missing"),
    "chrieke/valid/valid_geometry_linestring.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_geometry_multilinestring.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_geometry_multipoint.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_geometry_multipolygon.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_geometry_point.geojson": (0, 1, 0, ""),
    "chrieke/valid/valid_geometry_polygon.geojson": (0, 1, 0, ""),
    "mapshaper-issues/125/openring.json": (3, 1, 1, "geojson.turn geometry.open-ring"),
    "mapshaper-issues/153/a.json": (0, 1, 0, "geojson.turn"),
    "mapshaper-issues/153/b.json": (0, 1, 0, "geojson.turn"),
    "mapshaper-issues/177/mixed_feature.json": (0, 3, 0, "geojson.turn"),
    "mapshaper-issues/384_invalid_json/ex2.json": (3, None, None, "no coordinate system is stated"),
    "mapshaper-issues/384_invalid_json/sample.json": (3, None, None, "line 3, column 1"),
    "mapshaper-issues/384_invalid_json/sample1.json": (3, None, None, "line 1, column 580"),
    "mapshaper-issues/389_clipping_error/inner_polygon.json": (3, None, None, "no coordinate system is stated"),
    "mapshaper-issues/389_clipping_error/outer_polygon.json": (3, None, None, "no coordinate system is stated"),
    "mapshaper-issues/538_missing_holes/multipolygon.json": (0, 1, 0, "geojson.turn"),
    "mapshaper-issues/clip_error/clip_shape.json": (0, 1, 0, ""),
    "mapshaper-issues/clip_error/clip_shape2.json": (0, 1, 0, ""),
    "mapshaper-issues/clip_error/original_shape.json": (0, 1, 0, ""),
    "mapshaper/ccw_polygon.json": (0, 1, 0, "geometry.repeated-vertex"),
    "mapshaper/six_counties_three_null.json": (1, 6, 4, "geojson.turn geometry.missing geometry.ring-touch"),
}
NOT_SAID = set(ALWAYS) | {"import.nothing", "import.same-source"}
PATH = {}


def setUpModule():
    PATH["data"] = need("geojson-edge")


class GeoJSON(RealCase):
    def test_table_is_whole(self):
        found = set()
        for folder, _, names in os.walk(PATH["data"]):
            found |= {os.path.relpath(os.path.join(folder, n), PATH["data"]) for n in names if n.endswith("json")}
        self.assertEqual(found, set(VERDICTS))

    def test_verdicts(self):
        city = self.new_city(crs="EPSG:6933")
        for name, (status, records, bad, words) in VERDICTS.items():
            with self.subTest(name):
                source = os.path.join(PATH["data"], name)
                if records is None:
                    _, err = self.kbs("import", city, source, "--as", "restriction", status=status)
                    self.assertIn(words, err)
                    continue
                ledger = self.take(city, source, "restriction", status=status)
                self.assertEqual((ledger["records"], ledger["refused"]), (records, bad))
                self.assertEqual(" ".join(sorted({f["code"] for f in ledger["findings"]} - NOT_SAID)), words)

    def test_verdicts_follow_the_folders(self):
        """The table itself: what is not taken among the valid, and what is taken among the invalid, is little and known."""
        taken = {name for name, (status, _, bad, _) in VERDICTS.items() if status == 0}
        self.assertEqual({n for n in VERDICTS if "/valid/" in n} - taken,
                         {"chrieke/valid/valid_feature_null_geometry.geojson",
                          "chrieke/valid/valid_featurecollection_with_geometrycollection.geojson",
                          "chrieke/valid/valid_geometry_geometrycollection_empty_geometries.geojson"})
        self.assertEqual({n for n in VERDICTS if "/invalid" in n and n.startswith("chrieke")} & taken,
                         {"chrieke/invalid_geometries/invalid_exterior_not_ccw.geojson",
                          "chrieke/invalid_geometries/invalid_interior_not_cw.geojson"})

    def test_crs_member(self):
        """EPSG:32632 by the old crs member is used, as offices of Turkey still write it."""
        ledger = self.take(self.new_city(crs="EPSG:32632"), os.path.join(PATH["data"], "chrieke/problematic_structure/problematic_crs_defined.geojson"),
                           "restriction")
        self.assertEqual((ledger["crs"], ledger["transformation"]), ("EPSG:32632", ""))


if __name__ == "__main__":
    unittest.main()
