#: strip
S = '\x1c\x1d\x1e\x1f\x85\xa0\u2003x\u3000\ufeff'
R = [S.strip(), S.split(), '\ufeffx\ufeff'.strip(), '\ufeff'.isspace(), '\x1c'.isspace()]
#: int and float
R = []
for blank in ('\x1c', '\x1f', '\x85', '\xa0', '\u3000', '\ufeff', '\u200b', '\u180e', '\x00'):
    for make in (int, float):
        try:
            R.append(make(blank + '12' + blank))
        except ValueError:
            R.append(None)
#: int with other bases and signs
R = []
for text in ('\x1c0x1f\x1c', ' - 1', '\ufeff0b1', '\x85+7'):
    try:
        R.append(int(text, 0))
    except ValueError:
        R.append(None)
#? digits of other scripts
R = []
for text in ('\u0661\u0662', '\uff11\uff12', '\u0967', '1\u0662', '\u00b2', '\u2460'):
    for make in (int, float):
        try:
            R.append(make(text))
        except ValueError:
            R.append(None)
#: complex words of float
R = []
for text in ('\x1cinf\x1c', 'nan ', '\ufeffinf', '1_0', '_1', '1__0', '1e1_0', '.5', '5.', '.', '1e', ''):
    try:
        R.append(repr(float(text)))
    except ValueError:
        R.append(None)
#: capwords
import string
R = [string.capwords('\x1cone\x1ctwo\ufeff x '), string.capwords(' a  b '), string.capwords(''), string.capwords(' ')]
#: configparser
import configparser
R = []
for blank in ('\x1c', '\x85', '\xa0', '\ufeff', '\u2028', '\x0b', '\x0c'):
    p = configparser.ConfigParser(inline_comment_prefixes=('#',))
    try:
        p.read_string('[s]\n' + 'a' + blank + '= ' + blank + 'v' + blank + '\n' + 'b = 1' + blank + '# c\nc = x\n' + blank + 'more\n')
        R.append({k: v for k, v in p['s'].items()})
    except configparser.Error as e:
        R.append(type(e).__name__)
#: literal_eval and eval
import ast
R = []
for text in (' 1', '\t[1]', '\n1', '\x0c1', '1\n', '1 '):
    for make in (ast.literal_eval, eval):
        try:
            R.append(make(text))
        except SyntaxError:
            R.append('syntax')
#? literal_eval and eval behind odd blanks
import ast
R = []
for text in ('\x1c1', '\xa01', '\ufeff1', '1\x1c', '1\ufeff', '1\x85', '\u20281'):
    for make in (ast.literal_eval, eval):
        try:
            R.append(make(text))
        except SyntaxError:
            R.append('syntax')
#: splitlines and dedent
import textwrap
R = ['a\x1cb\x85c\u2028d\x0be\x0cf'.splitlines(), textwrap.dedent('  a\n \x1c\n  b'), textwrap.dedent('\xa0a\n\xa0b')]
#: shlex, json, strtobool-like words
import json
R = []
for text in (' 1', '\x1c1', '\xa01', '\ufeff1', '1\x85', '\t1\n\r '):
    try:
        R.append(json.loads(text))
    except ValueError:
        R.append('refused')
#: regular expressions
import re
R = [re.split(r'\s+', 'a\x1cb\x85c\ufeffd\xa0e'), bool(re.match(r'\s', '\ufeff')), re.sub(r'\S', '-', '\x1f\ufeff\u180e'), re.findall(r'\w', '\u0661\u00b2')]
