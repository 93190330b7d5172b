"""RFC 7946: what it says a collection, a feature and a point must be; and that every place with a position is one."""
import json
from expected import same


def check(articles, path):
    whole = json.load(open(path, encoding='utf8'))
    assert set(whole) == {'type', 'features'} and whole['type'] == 'FeatureCollection'
    got = []
    for feature in whole['features']:
        assert set(feature) == {'type', 'geometry', 'properties'} and feature['type'] == 'Feature'
        point = feature['geometry']
        assert set(point) == {'type', 'coordinates'} and point['type'] == 'Point'
        lon, lat = point['coordinates']
        assert -180 <= lon <= 180 and -90 <= lat <= 90
        p = feature['properties']
        got.append((p['article'], p['entity'], p['name'], lat, lon, p['count'], p['text'], p.get('country')))
    want = [(a['id'], e['id'], e['name'], e['lat'], e['lon'], e['count'], e['mentions'][0]['text'], e.get('country')) for a in articles
            for e in a.get('entities', []) if e['type'] == 'place' and 'lat' in e]
    same('places', got, want)
    assert want or not articles, 'no place has a position'
