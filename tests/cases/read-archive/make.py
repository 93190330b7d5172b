import bz2, gzip, io, lzma, subprocess, tarfile, zipfile
def tar(names, mode='w'):
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as t:
        for name, data in names.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            t.addfile(info, io.BytesIO(data))
    return out.getvalue()
files = {'news/b.txt': b'Second, from Bonn.', 'news/a.html': b'<!doctype html><p>First, from Aachen.', 'news/.x.txt': b'no', '__MACOSX/y.txt': b'no',
         'news/pic.jpg': b'no', 'caf\u00e9': 'Third, from Caf\u00e9.'.encode(), 'f.xml': b'<rss><item><title>Fourth, from Fulda</title></item></rss>',
         'other.xml': b'<a>no</a>', 'm.mbox': b'From x 1:00:00\nSubject: Fifth\n\nFrom Mainz.\n'}
with zipfile.ZipFile('a.zip', 'w', zipfile.ZIP_DEFLATED) as z:
    for name, data in files.items():
        z.writestr(name, data)
    z.writestr('in/side.tar.gz', tar({'deep/est.txt': b'Inside, from Ins.'}, 'w:gz'))
open('b.tar', 'wb').write(tar(files))
open('c.tar.xz', 'wb').write(tar({'x.txt': b'From Xanten.', 'y.txt': b'{"From": "Ybbs"}'}, 'w:xz'))
open('d.txt.gz', 'wb').write(gzip.compress(b'From Gera.'))
open('e.html.bz2', 'wb').write(bz2.compress(b'<p>From Bern.'))
open('f.jsonl.xz', 'wb').write(lzma.compress(b'{"id":"line","text":"From Linz."}\n'))
open('g.txt', 'w').write('From Zeitz.')
subprocess.run(['zstd', '-q', 'g.txt'], check=True)
