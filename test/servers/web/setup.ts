import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** Debian's packages, by a file that each brings. A test whose server is not there is skipped, with the reason. */
const PACKAGES: Readonly<Record<string, string>> = {
  'nginx-light': '/usr/sbin/nginx',
  'libnginx-mod-http-brotli-static': '/usr/lib/nginx/modules/ngx_http_brotli_static_module.so',
  apache2: '/usr/sbin/apache2',
  'libapache2-mod-wsgi-py3': '/usr/lib/apache2/modules/mod_wsgi.so',
  caddy: '/usr/bin/caddy',
  'uwsgi-core': '/usr/bin/uwsgi-core',
  'btrfs-progs': '/usr/sbin/mkfs.btrfs',
  xfsprogs: '/usr/sbin/mkfs.xfs',
  e2fsprogs: '/usr/sbin/filefrag',
  'uwsgi-plugin-python3': '/usr/lib/uwsgi/plugins/python3_plugin.so',
};

/** Installs what is missing, where that is possible. */
export default function setup(): void {
  const missing = Object.keys(PACKAGES).filter((name) => !existsSync(PACKAGES[name] as string));
  if (missing.length === 0 || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  const apt = (...args: readonly string[]): void => {
    execFileSync('apt-get', ['-qq', ...args], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  };
  try {
    apt('update');
    apt('install', '-y', '--no-install-recommends', ...missing);
  } catch (error) {
    process.stderr.write(`${missing.join(', ')} can't be installed: ${error}\n`);
  }
}
