/** The two servers: for development before an application server, and of STATIC_ROOT as production has it. */
export { type Address, addressText, readAddress } from './application/address.ts';
export { freePort, type StartedCommand, startCommand } from './application/command.ts';
export { type DevelopmentSite, serveDevelopment } from './development/index.ts';
export { isLoopback } from './http/origin.ts';
export { type PreviewSite, servePreview } from './preview/index.ts';
export type { Answered, Application, Site, SiteOptions } from './site.ts';
