/** Top-level modules of every Python from 3.8 to 3.14. */
const ALWAYS: ReadonlySet<string> = new Set(
  `
    __future__ abc antigravity argparse array ast asyncio atexit base64 bdb binascii bisect builtins
    bz2 calendar cmath cmd code codecs codeop collections colorsys compileall concurrent configparser
    contextlib contextvars copy copyreg cProfile csv ctypes curses dataclasses datetime dbm decimal
    difflib dis doctest email encodings ensurepip enum errno faulthandler fcntl filecmp fileinput
    fnmatch fractions ftplib functools gc genericpath getopt getpass gettext glob grp gzip hashlib
    heapq hmac html http idlelib imaplib importlib inspect io ipaddress itertools json keyword
    linecache locale logging lzma mailbox marshal math mimetypes mmap modulefinder msvcrt
    multiprocessing netrc nt ntpath nturl2path numbers opcode operator optparse os pathlib pdb pickle
    pickletools pkgutil platform plistlib poplib posix posixpath pprint profile pstats pty pwd
    py_compile pyclbr pydoc pydoc_data pyexpat queue quopri random re readline reprlib resource
    rlcompleter runpy sched secrets select selectors shelve shlex shutil signal site smtplib socket
    socketserver sqlite3 sre_compile sre_constants sre_parse ssl stat statistics string stringprep
    struct subprocess symtable sys sysconfig syslog tabnanny tarfile tempfile termios textwrap this
    threading time timeit tkinter token tokenize trace traceback tracemalloc tty turtle turtledemo
    types typing unicodedata unittest urllib uuid venv warnings wave weakref webbrowser winreg winsound
    wsgiref xml xmlrpc zipapp zipfile zipimport zlib
  `
    .trim()
    .split(/\s+/),
);

/** By the minor version of 3.x that brought them. */
const SINCE: Readonly<Record<number, string>> = {
  9: 'graphlib zoneinfo',
  11: 'tomllib',
  14: 'annotationlib compression',
};

/** By the minor version of 3.x that has them no more. */
const UNTIL: Readonly<Record<number, string>> = {
  9: '_dummy_thread dummy_threading',
  10: 'formatter parser symbol',
  11: 'binhex',
  12: 'asynchat asyncore distutils imp smtpd',
  13: `aifc audioop cgi cgitb chunk crypt imghdr lib2to3 mailcap msilib nis nntplib ossaudiodev pipes sndhdr spwd sunau
    telnetlib uu xdrlib`,
};

/** Of Python 2: no Python 3 has them, and no package that is installed for one brings them back. */
const PYTHON_2: ReadonlySet<string> = new Set(
  `__builtin__ anydbm ConfigParser Cookie cookielib copy_reg cPickle cStringIO dbhash dumbdbm dummy_thread exceptions
  htmlentitydefs HTMLParser httplib md5 new Queue repr robotparser sets sha SimpleHTTPServer SocketServer StringIO thread
  Tkinter urllib2 urlparse UserDict UserList UserString xmlrpclib`.split(/\s+/),
);

function versionsOf(table: Readonly<Record<number, string>>): ReadonlyMap<string, number> {
  const pairs = Object.entries(table).flatMap(([minor, names]) =>
    names.split(/\s+/).map((name): [string, number] => [name, Number(minor)]),
  );
  return new Map(pairs);
}

const FIRST = versionsOf(SINCE);
const LAST = versionsOf(UNTIL);

/**
 * Whether a top-level module is one of the standard library, of Python 3.`minor` or, if `minor` is null, of any: then
 * `undefined` says that it depends on the version.
 */
export function isStandard(module: string, minor: number | null): boolean | undefined {
  if (ALWAYS.has(module)) return true;
  const first = FIRST.get(module);
  const last = LAST.get(module);
  if (first === undefined && last === undefined) return false;
  if (minor === null) return undefined;
  return minor >= (first ?? 0) && minor < (last ?? Number.POSITIVE_INFINITY);
}

/** Whether a module is one that only Python 2 has. */
export function isOfPython2(module: string): boolean {
  return PYTHON_2.has(module);
}
