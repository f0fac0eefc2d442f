import { parseQuery, quote, unquote } from '../../../text/percent-encoding.ts';
import { splitUrl, type UrlParts } from '../../../text/url.ts';
import { joinUrl, resolveUrl } from '../../../text/url-join.ts';
import { expectStr } from '../../native/expect.ts';
import { computed, native } from '../../native/native.ts';
import { Dict } from '../../values/dict.ts';
import { List } from '../../values/list.ts';
import type { NativeModule, Runtime } from '../../values/runtime.ts';
import { type ClassValue, NotModelled, type Tuple, tuple, type Value } from '../../values/values.ts';
import { itemsOf, namedTupleClass } from './named-tuple.ts';

const SPLIT_FIELDS = ['scheme', 'netloc', 'path', 'query', 'fragment'];
const PARSE_FIELDS = ['scheme', 'netloc', 'path', 'params', 'query', 'fragment'];
const WITH_PARAMS = new Set([
  '',
  'ftp',
  'hdl',
  'prospero',
  'http',
  'imap',
  'https',
  'shttp',
  'rtsp',
  'rtsps',
  'rtspu',
  'sip',
  'sips',
  'mms',
  'sftp',
  'tel',
]);

function expectParts(parts: UrlParts | null, runtime: Runtime): UrlParts {
  return parts ?? runtime.raise('ValueError', 'Invalid IPv6 URL');
}

function joined(parts: UrlParts): string {
  return expectAgreed(joinUrl(parts));
}

function expectAgreed(url: string | null): string {
  if (url === null) throw new NotModelled('how such a URL is joined is not modelled');
  return url;
}

/** `user:password@host:port`. */
function authority(self: Value): {
  user: string | null;
  password: string | null;
  host: string | null;
  port: string | null;
} {
  const netloc = expectStr(itemsOf(self)[1]);
  const at = netloc.lastIndexOf('@');
  const [name, secret] = at < 0 ? [null, null] : splitOnce(netloc.slice(0, at));
  const rest = at < 0 ? netloc : netloc.slice(at + 1);
  const bracket = /^\[(.*?)\](?::(.*))?$/.exec(rest);
  const [host, port] = bracket === null ? splitOnce(rest) : [bracket[1] as string, bracket[2] ?? null];
  return {
    user: name,
    password: secret,
    host: host === '' ? null : host.toLowerCase(),
    port: port === '' ? null : port,
  };
}

function splitOnce(text: string): readonly [string, string | null] {
  const at = text.indexOf(':');
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

function partsOf(self: Value): UrlParts {
  const items = itemsOf(self).map(expectStr);
  if (items.length === 5) {
    const [scheme = '', netloc = '', path = '', query = '', fragment = ''] = items;
    return { scheme, netloc, path, query, fragment };
  }
  const [scheme = '', netloc = '', path = '', params = '', query = '', fragment = ''] = items;
  return { scheme, netloc, path: params === '' ? path : `${path};${params}`, query, fragment };
}

function resultClass(runtime: Runtime, name: string, fields: readonly string[]): ClassValue {
  const type = namedTupleClass(runtime, name, 'urllib.parse', fields);
  const add = (key: string, get: (self: Value) => Value): void =>
    type.namespace.set(
      key,
      computed((_, self) => get(self)),
    );
  add('username', (self) => authority(self).user);
  add('password', (self) => authority(self).password);
  add('hostname', (self) => authority(self).host);
  type.namespace.set(
    'port',
    computed((call, self) => {
      const { port } = authority(self);
      if (port === null) return null;
      if (!/^\d+$/.test(port) || Number(port) > 65535)
        return call.raise('ValueError', `Port out of range 0-65535`);
      return BigInt(port);
    }),
  );
  type.namespace.set(
    'geturl',
    native('geturl(self)', (_, { self = null }) => joined(partsOf(self))),
  );
  return type;
}

function parsed(parts: UrlParts, type: ClassValue): Tuple {
  const { scheme, netloc, query, fragment } = parts;
  let { path } = parts;
  let params = '';
  const last = path.lastIndexOf('/');
  const semicolon = path.indexOf(';', Math.max(0, last));
  if (WITH_PARAMS.has(scheme) && semicolon >= 0) {
    params = path.slice(semicolon + 1);
    path = path.slice(0, semicolon);
  }
  return tuple([scheme, netloc, path, params, query, fragment], type);
}

function encode(runtime: Runtime, query: Value, plus: boolean): string {
  const dict =
    query instanceof Dict ? [...query.entries()].map(({ key, value }) => [key, value] as const) : null;
  const pairs = dict ?? runtime.iterate(query).map((pair) => runtime.iterate(pair));
  const word = (value: Value): string => {
    runtime.charge(2);
    if (typeof value === 'object' && value !== null && (value.kind === 'list' || value.kind === 'bytes'))
      throw new NotModelled('a list in a query is not modelled');
    const text = quote(runtime.str(value), plus ? ' ' : '');
    return plus ? text.replaceAll(' ', '+') : text;
  };
  return pairs.map(([key = null, value = null]) => `${word(key)}=${word(value)}`).join('&');
}

export const urllibParse: NativeModule = {
  name: 'urllib.parse',
  from: 'stdlib',
  names: (runtime) => {
    const SplitResult = resultClass(runtime, 'SplitResult', SPLIT_FIELDS);
    const ParseResult = resultClass(runtime, 'ParseResult', PARSE_FIELDS);
    return {
      SplitResult,
      ParseResult,
      urlsplit: native("urlsplit(url, scheme='')", (call, { url, scheme }) => {
        const {
          scheme: found,
          netloc,
          path,
          query,
          fragment,
        } = expectParts(splitUrl(expectStr(url), expectStr(scheme)), call);
        return tuple([found, netloc, path, query, fragment], SplitResult);
      }),
      urlparse: native("urlparse(url, scheme='')", (call, { url, scheme }) =>
        parsed(expectParts(splitUrl(expectStr(url), expectStr(scheme)), call), ParseResult),
      ),
      urlunsplit: native('urlunsplit(components)', (call, { components = null }) =>
        joined(partsOf(tuple(call.iterate(components)))),
      ),
      urlunparse: native('urlunparse(components)', (call, { components = null }) =>
        joined(partsOf(tuple(call.iterate(components)))),
      ),
      urljoin: native('urljoin(base, url)', (call, { base, url }) => {
        const [from, to] = [expectStr(base), expectStr(url)];
        if (from !== '') for (const given of [from, to]) expectParts(splitUrl(given), call);
        return expectAgreed(resolveUrl(from, to));
      }),
      quote: native("quote(string, safe='/')", (_, { string, safe }) =>
        quote(expectStr(string), expectStr(safe)),
      ),
      quote_plus: native("quote_plus(string, safe='')", (_, { string, safe }) =>
        quote(expectStr(string), `${expectStr(safe)} `).replaceAll(' ', '+'),
      ),
      unquote: native('unquote(string)', (_, { string }) => unquote(expectStr(string))),
      unquote_plus: native('unquote_plus(string)', (_, { string }) =>
        unquote(expectStr(string).replaceAll('+', ' ')),
      ),
      urlencode: native('urlencode(query)', (call, { query = null }) => encode(call, query, true)),
      parse_qsl: native(
        'parse_qsl(qs, keep_blank_values=False)',
        (call, { qs, keep_blank_values = false }) =>
          new List(parseQuery(expectStr(qs), call.truth(keep_blank_values)).map((pair) => tuple(pair))),
      ),
      parse_qs: native('parse_qs(qs, keep_blank_values=False)', (call, { qs, keep_blank_values = false }) => {
        const result = new Dict();
        for (const [name, value] of parseQuery(expectStr(qs), call.truth(keep_blank_values))) {
          const values = result.get(name);
          if (values instanceof List) values.append(value);
          else result.set(name, new List([value]));
        }
        return result;
      }),
    };
  },
};
