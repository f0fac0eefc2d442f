import { makeProject } from '../cli/project.ts';
import type { RunResult } from '../fake-process.ts';
import { runCli } from '../fake-process.ts';

const TEMPLATES =
  'TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]';

/** A project of one app, `shop`, whose templates, code and static files the test writes. */
export function shop(
  files: Readonly<Record<string, string>>,
  storage: 'plain' | 'manifest' = 'manifest',
  more = '',
): string {
  const settings = [
    'STATIC_URL = "/static/"',
    'INSTALLED_APPS = ["django.contrib.staticfiles", "shop"]',
    TEMPLATES,
    `COLLECTSTATIC = {"STORAGE": "${storage}", "DJANGO_VERSION": "5.2"}`,
    more,
    '',
  ];
  return makeProject({
    'manage.py': 'import os\nos.environ.setdefault("DJANGO_SETTINGS_MODULE", "site_settings")\n',
    'site_settings.py': settings.join('\n'),
    'shop/__init__.py': '',
    'shop/static/css/site.css': 'body {}',
    'shop/static/img/logo.png': 'PNG',
    ...files,
  });
}

/** Runs the check and gives each finding as `severity code file:line:column`. */
export async function findingsOf(cwd: string, ...args: readonly string[]): Promise<readonly string[]> {
  const { stdout } = await runCli(['check', '--format', 'json', ...args], { cwd });
  const { findings } = JSON.parse(stdout) as {
    readonly findings: readonly {
      readonly severity: string;
      readonly code: string;
      readonly at: { readonly file: string; readonly line: number; readonly column: number };
    }[];
  };
  return findings.map(
    ({ severity, code, at }) =>
      `${severity} ${code} ${at.file.replace(`${cwd}/`, '')}:${at.line}:${at.column}`,
  );
}

export function runCheck(cwd: string, ...args: readonly string[]): Promise<RunResult> {
  return runCli(['check', ...args], { cwd });
}
