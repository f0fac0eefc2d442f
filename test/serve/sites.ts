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
  const site = await serveDevelopment(await settingsOf(cwd), { ...optionsOf(application), attempts });
  onTestFinished(() => site.close());
  return site;
}

/** Collects a project, and starts a preview of it, which ends with the test. */
export async function startPreview(cwd: string, application: string | null = null): Promise<PreviewSite> {
  const { code, stderr } = await runCli(['--no-input'], { cwd });
  if (code !== 0) throw new Error(stderr);
  return startPreviewOf(cwd, application);
}

/** Starts a preview of what was collected before. */
export async function startPreviewOf(cwd: string, application: string | null = null): Promise<PreviewSite> {
  const settings = await settingsOf(cwd, { requireStaticRoot: true, forCheck: false });
  const site = await servePreview(settings, optionsOf(application));
  onTestFinished(() => site.close());
  return site;
}
