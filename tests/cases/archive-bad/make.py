import gzip, io, tarfile, zipfile
def zipped(names):
    out = io.BytesIO()
    with zipfile.ZipFile(out, 'w', zipfile.ZIP_DEFLATED) as z:
        for name, data in names.items():
            z.writestr(name, data)
    return out.getvalue()
open('ways-out.zip', 'wb').write(zipped({'../../etc/passwd': b'no', '/root/x.txt': b'no', 'C:\\x.txt': b'no', 'a/../../b.txt': b'no', 'good.txt': b'Kept in Lund.'}))
with tarfile.open('links.tar', 'w') as t:
    for name, kind in (('soft.txt', tarfile.SYMTYPE), ('hard.txt', tarfile.LNKTYPE), ('pipe.txt', tarfile.FIFOTYPE)):
        info = tarfile.TarInfo(name)
        info.type, info.linkname = kind, '/etc/passwd'
        t.addfile(info)
open('bomb.zip', 'wb').write(zipped({'a.txt': b'Kept in Lund.', 'bomb.txt': bytes(100 << 20), 'behind.txt': b'x'}))
open('bomb.gz', 'wb').write(gzip.compress(b'a' * (100 << 20)))
deep = zipped({'x.txt': b'x'})
for n in range(8):
    deep = zipped({f'{n}.zip': deep})
open('deep.zip', 'wb').write(deep)
open('cut.zip', 'wb').write(zipped({'a.txt': b'Kept in Lund.' * 9, 'b.txt': bytes(range(256)) * 9})[:300])
open('cut.tar.gz', 'wb').write(open('links.tar', 'rb').read() and gzip.compress(open('links.tar', 'rb').read())[:60])
open('no.zip', 'wb').write(b'no archive')
open('empty.zip', 'wb').write(zipped({}))
