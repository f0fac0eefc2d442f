export { hashedName } from '../hashed-name.ts';
export { isSupported, isVariantOf } from './codecs.ts';
export {
  compress,
  isCompressible,
} from './compress.ts';
export { contentHash, type Fingerprints, fingerprint } from './fingerprint.ts';
export { type Known, type KnownFile, type KnownFiles, knownOf, type Learnt, NOTHING_KNOWN } from './known.ts';
export { type Prepared, prepare, type ReferenceSettings } from './prepare.ts';
export { type Kinds, kindsOf, makeScan, type Scan, type ScanSettings } from './scan.ts';
export { originalOf, SUFFIXES, variantOf } from './variant-names.ts';
