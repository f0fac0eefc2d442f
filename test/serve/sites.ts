import { onTestFinished } from 'vitest';
import {
  type DevelopmentSite,
  type PreviewSite,
  readAddress,
  type SiteOptions,
  serveDevelopment,
  servePreview,
} from '../../src/serve/index.ts';
import { loadSettings, type SettingsRequest } from '../../src/settings/index.ts';
import type { Settings } from '../../src/types.ts';
import { runCli } from '../fake-process.ts';

/** The settings of a project for a server. */
export function settingsOf(cwd: string, request: Partial<SettingsRequest> = {}): Promise<Settings> {
  return loadSettings({
    cwd,
    env: {},
    requireStaticRoot: false,
    forCheck: true,
    forServing: true,
    ...request,
  });
}

/** Options of a server on a free port of the loopback. An error of ours fails the test. */
export function optionsOf(application: string | null): SiteOptions {
  return {
    host: '127.0.0.1',
    port: 0,
    application: application === null ? null : { address: readAddress(application), command: null },
    onError(error) {
      throw error;
    },
  };
}

/** Starts the development server of a project, which ends with the test. */
export async function startServe(
  cwd: string,
  application: string | null = null,
  attempts = 100,
): Promise<DevelopmentSite> {
  const site = await openServe(cwd, application, attempts);
  onTestFinished(() => site.close());
  return site;
}

/** Starts the development server of a project, which the caller ends. */
export async function openServe(
  cwd: string,
  application: string | null = null,
  attempts = 100,
): Promise<DevelopmentSite> {
  return serveDevelopment(await settingsOf(cwd), { ...optionsOf(application), attempts });
}

/** Collects a project, and starts a preview of it, which ends with the test. */
export async function startPreview(cwd: string, application: string | null = null): Promise<PreviewSite> {
  await collect(cwd);
  return startPreviewOf(cwd, application);
}

/** Starts a preview of what was collected before. */
export async function startPreviewOf(cwd: string, application: string | null = null): Promise<PreviewSite> {
  const site = await openPreviewOf(cwd, application);
  onTestFinished(() => site.close());
  return site;
}

/** Collects a project, and starts a preview of it, which the caller ends. */
export async function openPreview(cwd: string): Promise<PreviewSite> {
  await collect(cwd);
  return openPreviewOf(cwd);
}

async function collect(cwd: string): Promise<void> {
  const { code, stderr } = await runCli(['--no-input'], { cwd });
  if (code !== 0) throw new Error(stderr);
}

async function openPreviewOf(cwd: string, application: string | null = null): Promise<PreviewSite> {
  const settings = await settingsOf(cwd, { requireStaticRoot: true, forCheck: false });
  return servePreview(settings, optionsOf(application));
}
