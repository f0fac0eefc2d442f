import type { NativeModule } from '../values/runtime.ts';
import {
  configurations,
  configurationsBase,
  configurationsImporter,
  configurationsManagement,
  configurationsValues,
} from './packages/configurations/index.ts';
import { decouple } from './packages/decouple/index.ts';
import { djDatabaseUrl } from './packages/dj-database-url.ts';
import { DJANGO } from './packages/django/index.ts';
import { dotenv, dotenvMain } from './packages/dotenv/index.ts';
import { dynaconf } from './packages/dynaconf/index.ts';
import { environ, environEnviron } from './packages/environ/index.ts';
import { environs } from './packages/environs/index.ts';
import { PYDANTIC } from './packages/pydantic/index.ts';
import { splitSettings, splitSettingsPackage } from './packages/split-settings.ts';
import { STORAGES_PACKAGE } from './packages/storages/index.ts';
import { HARMLESS } from './packages/stubs.ts';
import { yaml } from './packages/yaml/index.ts';
import { abc } from './stdlib/abc.ts';
import { ast } from './stdlib/ast.ts';
import { base64 } from './stdlib/base64.ts';
import { builtins } from './stdlib/builtins.ts';
import { collections, collectionsAbc } from './stdlib/collections/index.ts';
import { configparser } from './stdlib/configparser/index.ts';
import { contextlib } from './stdlib/contextlib.ts';
import { copy } from './stdlib/copy.ts';
import { dataclasses } from './stdlib/dataclasses/index.ts';
import { datetime } from './stdlib/datetime.ts';
import { decimal } from './stdlib/decimal.ts';
import { distutils, distutilsUtil } from './stdlib/distutils/index.ts';
import { distutilsVersion } from './stdlib/distutils/version.ts';
import { enumModule } from './stdlib/enum.ts';
import { functools } from './stdlib/functools.ts';
import { fnmatch, glob } from './stdlib/glob.ts';
import { hashlib, hmac } from './stdlib/hashlib.ts';
import { imp, importlib, importlibUtil, pkgutil } from './stdlib/importlib.ts';
import { importlibMetadata, importlibMetadataBackport, pkgResources } from './stdlib/importlib-metadata.ts';
import { importlibResources, importlibResourcesBackport } from './stdlib/importlib-resources.ts';
import { inspect } from './stdlib/inspect.ts';
import { codecs, io } from './stdlib/io.ts';
import { itertools } from './stdlib/itertools/index.ts';
import { json } from './stdlib/json/index.ts';
import { logging, loggingConfig, loggingHandlers, warnings } from './stdlib/logging.ts';
import { math } from './stdlib/math.ts';
import { importlibMachinery, runpy } from './stdlib/module-files.ts';
import { operator } from './stdlib/operator.ts';
import { os } from './stdlib/os.ts';
import { osPath } from './stdlib/os-path.ts';
import { pathlib } from './stdlib/pathlib/index.ts';
import { re } from './stdlib/re/index.ts';
import { distutilsSysconfig, site, sysconfig } from './stdlib/site.ts';
import { string } from './stdlib/string.ts';
import { sys } from './stdlib/sys.ts';
import { tempfile } from './stdlib/tempfile.ts';
import { textwrap } from './stdlib/textwrap.ts';
import { toml, tomli, tomllib } from './stdlib/toml.ts';
import { types } from './stdlib/types.ts';
import { typing, typingExtensions } from './stdlib/typing.ts';
import { UNKNOWABLE } from './stdlib/unknowable.ts';
import { urllibParse } from './stdlib/urllib-parse.ts';
import { uuid } from './stdlib/uuid.ts';

const STANDARD_LIBRARY: readonly NativeModule[] = [
  abc,
  ast,
  base64,
  builtins,
  codecs,
  collections,
  collectionsAbc,
  configparser,
  contextlib,
  copy,
  dataclasses,
  datetime,
  decimal,
  distutils,
  distutilsSysconfig,
  distutilsUtil,
  distutilsVersion,
  enumModule,
  fnmatch,
  functools,
  glob,
  hashlib,
  hmac,
  imp,
  importlib,
  importlibMachinery,
  importlibMetadata,
  importlibResources,
  importlibUtil,
  inspect,
  io,
  itertools,
  json,
  logging,
  loggingConfig,
  loggingHandlers,
  math,
  operator,
  os,
  osPath,
  { ...osPath, name: 'posixpath' },
  pathlib,
  pkgutil,
  re,
  runpy,
  site,
  string,
  sys,
  sysconfig,
  tempfile,
  textwrap,
  tomllib,
  types,
  typing,
  { name: 'urllib', from: 'stdlib', names: () => ({}) },
  urllibParse,
  uuid,
  warnings,
  ...UNKNOWABLE,
];

const PACKAGES: readonly NativeModule[] = [
  ...DJANGO.map((module) => ({ ...module, isAssumed: /^django(?:\.|$)/.test(module.name) })),
  configurations,
  configurationsBase,
  configurationsImporter,
  configurationsManagement,
  configurationsValues,
  decouple,
  djDatabaseUrl,
  dotenv,
  dotenvMain,
  dynaconf,
  environ,
  environEnviron,
  environs,
  importlibMetadataBackport,
  importlibResourcesBackport,
  pkgResources,
  ...PYDANTIC,
  splitSettings,
  splitSettingsPackage,
  ...STORAGES_PACKAGE,
  toml,
  tomli,
  typingExtensions,
  yaml,
  ...HARMLESS,
];

/** Every modelled module by its dotted name. A package's submodules are listed on their own. */
export const MODULES: ReadonlyMap<string, NativeModule> = new Map(
  [...STANDARD_LIBRARY, ...PACKAGES].map((module) => [module.name, module]),
);
