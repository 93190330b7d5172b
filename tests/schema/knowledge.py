"""The shipped knowledge follows the JSON Schemas that editors complete from. usage: knowledge.py (in the project's folder)"""
import json
import pathlib
import sys

import jsonschema
import yaml


class Texts(yaml.CSafeLoader):
    """Dates stay texts, and yes, no, on, off are texts, as newstag reads them; only true and false are truth values."""


Texts.yaml_implicit_resolvers = {
    first: [(tag, regexp) for tag, regexp in rows if tag not in ('tag:yaml.org,2002:timestamp', 'tag:yaml.org,2002:bool')]
    for first, rows in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
Texts.add_implicit_resolver('tag:yaml.org,2002:bool', __import__('re').compile('^(?:true|false)$'), list('tf'))


def schema(name):
    return jsonschema.Draft7Validator(json.load(open(f'docs/formats/{name}.schema.json', encoding='utf8')))


schemas = {name: schema(name) for name in ('gazetteers', 'rules', 'topics', 'pages', 'evidence')}
files = wrong = 0
for path in sorted(pathlib.Path('.').glob('gazetteers/**/*.yaml')) + sorted(pathlib.Path('rules').glob('**/*.yaml')):
    kind = 'gazetteers' if path.parts[0] == 'gazetteers' else path.parts[1] if path.parts[1] in ('topics', 'pages', 'evidence') else 'rules'
    files += 1
    for error in schemas[kind].iter_errors(yaml.load(path.read_text(encoding='utf8'), Texts)):
        wrong += 1
        print(f'{path}: {"/".join(map(str, error.path))}: {error.message[:200]}')
print(f'{files} files of knowledge, {wrong} mistakes')
sys.exit(wrong > 0 or files < 80)
