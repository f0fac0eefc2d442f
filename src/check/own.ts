/** True for a file of an installed package, which the project can't mend. */
export function isInstalled(file: string): boolean {
  return /[\\/](?:site-packages|dist-packages|node_modules)[\\/]/.test(file);
}
