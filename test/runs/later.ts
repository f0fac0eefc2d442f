/** For `--import`: has the first thread of a process believe that it is two minutes later, so that nothing it finds has changed just now. */
export const LATER: string = 'data:text/javascript,const now = Date.now; Date.now = () => now() + 120000;';
