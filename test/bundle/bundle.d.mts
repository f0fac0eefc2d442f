export function bundleProgram(
  outdir: string,
  program?: Readonly<Record<string, string>>,
): Promise<readonly string[]>;
export function bundlePage(outdir: string): Promise<readonly string[]>;
