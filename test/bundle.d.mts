export function bundleProgram(outdir: string): Promise<void>;
