"""Where the places of the development sets lie.

Gold has GeoNames ids. lgl brings a point with nearly each; of geowebnews those get one that are towns of geonames-cities-1000 or of Natural
Earth, that lgl has, or that the annotators gave coordinates. The country is that of the id where it is a country's or a town's, otherwise of the
nearest town within 100 km of the point; where there is no point, but gold's text is the name of a country, that country. What is far from any
town has no country, and a continent neither country nor point; they are not counted."""
import csv
import json
import math

NEAR_KM = 100
CONTINENTS = {str(n) for n in range(6255146, 6255153)}


def distance(a, b):
    lat1, lon1, lat2, lon2 = (math.radians(x) for x in (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * math.asin(math.sqrt(min(1, h)))


def table(path):
    with open(path, encoding='utf8') as lines:
        return list(csv.DictReader(lines, delimiter='\t'))


class Atlas:
    def __init__(self, shared):
        sources = shared / 'data/sources'
        self.points, self.countries, self.cells, self.known = {}, {}, {}, {}
        for r in table(sources / 'geonames-cities-1000.tsv'):
            self.add(r['geonameid'], float(r['lat']), float(r['lon']), r['country'])
            self.cells.setdefault((math.floor(float(r['lat'])), math.floor(float(r['lon']))), []).append(r['geonameid'])
        for r in table(sources / 'natural-earth-populated-places.tsv'):
            if r['geonameid'] and r['geonameid'] not in self.points:
                self.add(r['geonameid'], float(r['lat']), float(r['lon']), r['iso2'])
        for r in csv.DictReader(open(sources / 'country-codes.csv', encoding='utf-8-sig')):
            if r['Geoname ID']:
                self.countries.setdefault(r['Geoname ID'], r['ISO3166-1-Alpha-2'])
        self.names = {n: r['iso2'] for r in table(sources / 'natural-earth-countries.tsv') if r['iso2'].isalpha()
                      for n in [r['name'], r['long'], r['formal'], *r['alt'].split('|')] if n}
        for line in open(shared / 'data/dev/ner/lgl.jsonl', encoding='utf8'):
            for e in json.loads(line)['entities']:
                if e.get('lat') is not None:
                    self.points.setdefault(e['geonameid'], (e['lat'], e['lon']))

    def add(self, number, lat, lon, country):
        self.points[number] = (lat, lon)
        self.countries[number] = country

    def country_at(self, point):
        if point not in self.known:
            row, column = map(math.floor, point)
            towns = [n for y in (-1, 0, 1) for x in (-2, -1, 0, 1, 2) for n in self.cells.get((row + y, column + x), [])]
            best = min(towns, key=lambda n: distance(point, self.points[n]), default=None)
            near = best is not None and distance(point, self.points[best]) <= NEAR_KM
            self.known[point] = self.countries[best] if near else None
        return self.known[point]

    def point_of(self, e):
        if e.get('lat') is not None:
            return e['lat'], e['lon']
        try:
            return tuple(float(x) for x in e['coord'].split(','))
        except (KeyError, ValueError):
            return self.points.get(e.get('geonameid'))

    def placed(self, d):
        """The document, with `lat`, `lon` and `country` of its entities where they are known."""
        for e in d['entities']:
            if e.get('geonameid') in CONTINENTS:
                e.pop('lat', None)
                e.pop('lon', None)
                continue
            point = self.point_of(e)
            if point:
                e['lat'], e['lon'] = point
            country = self.countries.get(e.get('geonameid')) or (self.country_at(point) if point else self.names.get(e['text']))
            if country:
                e['country'] = country
        return d
