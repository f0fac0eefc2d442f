/** How a static file is sent: its type, how long it may be kept, its variants, and whether it is sent at all. Pure. */
export { CODINGS, type Coding, type Encoded, originalOf, variantsOf } from './encoding.ts';
export { entityTag } from './entity-tag.ts';
export { HASHED_PATTERN, looksHashed } from './hashed-pattern.ts';
export { charsetOf, contentType, extensionOf, mediaType, type OwnTypes, UNKNOWN_TYPE } from './media-type.ts';
export {
  hasHiddenPart,
  IMMUTABLE_CONTROL,
  mutableControl,
  type Served,
  type ServingFacts,
  type ServingRules,
  servingRules,
} from './rules.ts';
export { urlHost, urlPath } from './url-path.ts';
