import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../../serve/free-port.ts';
import { LIMITS } from './limits.ts';
import { probe } from './probes.ts';
import { missing, startWith, type WebServer } from './servers.ts';
import { makeSite, type Site, startApplication } from './site.ts';

// The part that is included into a configuration somebody has already, with what people have there: compression, expiry for
// everything, languages, handlers, caches of open files. None of it may reach the static files.

let site: Site;
let application: Awaited<ReturnType<typeof startApplication>>;

beforeAll(async () => {
  site = await makeSite(['--swap']);
  application = await startApplication();
});

afterAll(() => {
  site.remove();
  application.stop();
});

interface Place {
  readonly file: string;
  readonly port: number;
  readonly app: string;
}

const AROUND: Readonly<Record<WebServer, (place: Place) => string>> = {
  nginx: ({ file, port, app }) => `
load_module modules/ngx_http_brotli_static_module.so;
events { }
http {
  include /etc/nginx/mime.types;
  gzip on; gzip_types text/css text/javascript;
  open_file_cache max=100; open_file_cache_valid 30s;
  expires max;
  server {
    listen 127.0.0.1:${port};
    add_header X-Frame-Options DENY;
    include "${file}";
    location ~* /.+/.*\\.(?:css|js|gz)$ { expires max; add_header Cache-Control public; return 418; }
    location / { proxy_pass ${app}; expires off; }
  }
}`,
  apache: ({ file, port, app }) => `
ServerRoot /usr/lib/apache2
ServerName localhost
User www-data
Group www-data
Listen 127.0.0.1:${port}
LoadModule mpm_event_module modules/mod_mpm_event.so
${[
  'authz_core',
  'alias',
  'headers',
  'rewrite',
  'dir',
  'mime',
  'proxy',
  'proxy_http',
  'filter',
  'deflate',
  'brotli',
  'expires',
  'autoindex',
  'negotiation',
]
  .map((name) => `LoadModule ${name}_module modules/mod_${name}.so`)
  .join('\n')}
TypesConfig /etc/mime.types
AddOutputFilterByType DEFLATE text/html text/css text/javascript application/json image/svg+xml
AddOutputFilterByType BROTLI_COMPRESS text/html text/css text/javascript
AddEncoding x-gzip .gz .tgz
AddLanguage br .br
AddLanguage de .de
ExpiresActive On
ExpiresDefault "access plus 1 year"
<FilesMatch "\\.php$">
  SetHandler type-map
</FilesMatch>
<Directory "/">
  Require all denied
  Options None
</Directory>
<VirtualHost 127.0.0.1:${port}>
  Include "${file}"
  ProxyPass "/" "${app}/"
</VirtualHost>`,
  caddy: ({ file, port, app }) => `
http://:${port} {
	bind 127.0.0.1
	encode gzip
	import ${file}
	reverse_proxy ${app}
}`,
};

test.for<WebServer>(['nginx', 'apache', 'caddy'])(
  '%s with a part that is included',
  async (server, { skip }) => {
    const reason = missing(server);
    if (reason !== null) skip(reason);
    const file = join(site.folder, `${server}-part.conf`);
    writeFileSync(file, await site.config(server, ...(server === 'nginx' ? ['--brotli'] : [])));
    const port = await freePort();
    const text = AROUND[server]({ file, port, app: `http://127.0.0.1:${application.port}` });
    const running = await startWith(server, site, text, port);
    try {
      const { wrong } = await probe(running.port, site);
      const limits = Object.keys(LIMITS[server]);
      expect(Object.fromEntries(Object.entries(wrong).filter(([name]) => !limits.includes(name)))).toEqual(
        {},
      );
    } finally {
      await running.stop();
    }
  },
);
