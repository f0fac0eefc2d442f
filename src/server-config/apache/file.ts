import { dirname } from 'node:path';
import type { WsgiModule } from '../application.ts';
import type { Configuration } from '../configuration.ts';
import type { Site } from '../site.ts';
import { indented } from '../text.ts';
import { apacheSnippet } from './snippet.ts';
import { quoted } from './words.ts';

/** The modules that the snippet needs, by the names of their files. */
const MODULES: readonly string[] = ['authz_core', 'alias', 'headers', 'rewrite', 'dir', 'mime'];

/** Writes a whole file for Debian's layout of modules: the snippet in a `<VirtualHost>`, and the application behind it. */
export function apacheFile(site: Site, configuration: Configuration): readonly string[] {
  const { app, wsgi, listen } = configuration;
  const address = `${listen.host ?? '*'}:${listen.port}`;
  const modules = [
    ...MODULES,
    ...(app === null ? [] : ['proxy', 'proxy_http']),
    ...(wsgi === null ? [] : ['wsgi']),
  ];
  return [
    'ServerRoot /usr/lib/apache2',
    'ServerName localhost',
    'DefaultRuntimeDir /var/run',
    'PidFile /var/run/collectstatic-apache.pid',
    'ErrorLog /dev/stderr',
    'User www-data',
    'Group www-data',
    `Listen ${listen.host === null ? '' : `${listen.host}:`}${listen.port}`,
    '<IfModule !mpm_event_module>',
    '    LoadModule mpm_event_module modules/mod_mpm_event.so',
    '</IfModule>',
    ...modules.flatMap((name) => [
      `<IfModule !mod_${name}.c>`,
      `    LoadModule ${name}_module modules/mod_${name}.so`,
      '</IfModule>',
    ]),
    'TypesConfig /dev/null',
    '<Directory "/">',
    '    Require all denied',
    '    AllowOverride None',
    '    Options None',
    '</Directory>',
    `<VirtualHost ${address}>`,
    ...indented([...apacheSnippet(site), '', ...application(configuration)]),
    '</VirtualHost>',
  ];
}

function application({ app, wsgi }: Configuration): readonly string[] {
  if (wsgi !== null) return daemon(wsgi);
  if (app === null) return [];
  const target = app.kind === 'unix' ? `unix:${app.socket}|http://localhost/` : `http://${app.address}/`;
  return [
    'ProxyPreserveHost On',
    'RequestHeader set X-Forwarded-Proto "expr=%{REQUEST_SCHEME}"',
    `ProxyPass "/" ${quoted(target)}`,
  ];
}

function daemon({ file, callable, path, home }: WsgiModule): readonly string[] {
  const places = [
    ...(home === null ? [] : [`python-home=${quoted(home)}`]),
    ...(path.length === 0 ? [] : [`python-path=${quoted(path.join(':'))}`]),
  ];
  return [
    ['WSGIDaemonProcess collectstatic', ...places].join(' '),
    'WSGIProcessGroup collectstatic',
    'WSGIApplicationGroup %{GLOBAL}',
    `WSGIScriptAlias / ${quoted(file)}`,
    ...(callable === 'application' ? [] : [`WSGICallableObject ${callable}`]),
    `<Directory ${quoted(dirname(file))}>`,
    `    <Files ${quoted(file.slice(file.lastIndexOf('/') + 1))}>`,
    '        Require all granted',
    '    </Files>',
    '</Directory>',
  ];
}
