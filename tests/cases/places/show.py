import json, sys
for line in sys.stdin:
    a = json.loads(line)
    print(a['id'] + ': ' + '; '.join(f"{e['name']} {e['id']} {e.get('country', '-')}" for e in a['entities']))
