import gzip, sys
def record(kind, address, media, body, version='1.0'):
    return f'WARC/{version}\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {address}\r\nContent-Type: {media}\r\nContent-Length: {len(body)}\r\n\r\n'.encode() + body + b'\r\n\r\n'
def answer(head, body, status='200 OK'):
    return f'HTTP/1.1 {status}\r\n{head}\r\n\r\n'.encode() + body
HTTP = 'application/http; msgtype=response'
chunks = b'5;x=1\r\n<p>ca\r\nA\r\nf\xe9 in Linz\r\n0\r\n\r\n'
records = [
    record('warcinfo', '', 'application/warc-fields', b'software: x\r\n'),
    record('request', 'http://example.org/1', 'application/http; msgtype=request', b'GET /1 HTTP/1.1\r\n\r\n'),
    record('response', 'http://example.org/1', HTTP, answer('Content-Type: text/html; charset=iso-8859-1\r\nTransfer-Encoding: chunked', chunks)),
    record('response', 'http://example.org/2', HTTP, answer('Content-Type: text/html\r\nContent-Encoding: gzip', gzip.compress(b'<p>Snow in Graz'))),
    record('response', 'http://example.org/3', HTTP, answer('Content-Type: text/html', b'<p>Gone', '404 Not Found')),
    record('response', 'http://example.org/4', HTTP, answer('Content-Type: image/png', b'\x89PNG')),
    record('response', 'http://example.org/5', HTTP, answer('Content-Type: text/html\r\nContent-Encoding: br', b'xx')),
    record('response', 'http://example.org/6', HTTP, answer('Content-Type: text/html\r\nTransfer-Encoding: chunked', b'99\r\nshort')),
    record('conversion', 'http://example.org/7', 'text/plain', b'Rain in Wels.', '1.1'),
]
open('plain.warc', 'wb').write(b''.join(records))
open('crawl.warc.gz', 'wb').write(b''.join(map(gzip.compress, records)))
open('cut.warc', 'wb').write(records[-1] + records[2][:-30])
open('no.warc', 'wb').write(b'something else\n')
open('long.warc', 'wb').write(b'WARC/1.0\r\nX: ' + b'x' * 100000 + b'\r\n\r\n')
