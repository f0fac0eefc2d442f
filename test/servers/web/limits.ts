import type { WebServer } from './servers.ts';

/** What no configuration can change, by the names of probes, with the reason. */
export const LIMITS: Readonly<Record<WebServer, Readonly<Record<string, string>>>> = {
  nginx: {
    'Range: bytes=9-2': 'nginx answers 416 to a range that makes no sense; RFC 9110 lets it be ignored',
    'Range: bytes=x': 'as above',
  },
  apache: {
    'odd/q?x.css': 'the same, so it has no Vary',
    'odd/q.fc8ae4952b04?x.css': 'as above',
    'odd/q?x.css compressed':
      'Apache rewrites no URL with a question mark in a name: the file is sent uncompressed',
    'odd/q.fc8ae4952b04?x.css compressed': 'as above',
  },
  caddy: {
    'Range: bytes=9-2': "416 to a range that makes no sense is Go's answer",
    'Range: bytes=x': 'as above',
    'Range: chars=0-1': 'as above',
  },
};
