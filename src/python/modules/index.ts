import type { NativeModule } from '../native.ts';
import { abc } from './abc.ts';
import { ast } from './ast.ts';
import { base64 } from './base64.ts';
import { builtins } from './builtins.ts';
import { collections, collectionsAbc } from './collections/index.ts';
import { configparser } from './configparser/index.ts';
import {
  configurations,
  configurationsBase,
  configurationsImporter,
  configurationsValues,
} from './configurations/index.ts';
import { contextlib } from './contextlib.ts';
import { copy } from './copy.ts';
import { dataclasses } from './dataclasses.ts';
import { datetime } from './datetime.ts';
import { decimal } from './decimal.ts';
import { decouple } from './decouple/index.ts';
import { distutils, distutilsUtil } from './distutils/index.ts';
import { distutilsVersion } from './distutils/version.ts';
import { djDatabaseUrl } from './dj-database-url.ts';
import { DJANGO } from './django/index.ts';
import { dotenv, dotenvMain } from './dotenv/index.ts';
import { enumModule } from './enum.ts';
import { environ, environEnviron } from './environ/index.ts';
import { environs } from './environs/index.ts';
import { functools } from './functools.ts';
import { fnmatch, glob } from './glob.ts';
import { HARMLESS } from './harmless-packages.ts';
import { imp, importlib, importlibUtil, pkgutil } from './importlib.ts';
import { importlibMetadata, importlibMetadataBackport, pkgResources } from './importlib-metadata.ts';
import { inspect } from './inspect.ts';
import { codecs, io } from './io.ts';
import { itertools } from './itertools.ts';
import { json } from './json/index.ts';
import { logging, loggingConfig, loggingHandlers, warnings } from './logging.ts';
import { math } from './math.ts';
import { importlibMachinery, runpy } from './module-files.ts';
import { operator } from './operator.ts';
import { os } from './os.ts';
import { osPath } from './os-path.ts';
import { pathlib } from './pathlib/index.ts';
import { re } from './re/index.ts';
import { splitSettings, splitSettingsPackage } from './split-settings.ts';
import { string } from './string.ts';
import { site, sys } from './sys.ts';
import { tempfile } from './tempfile.ts';
import { textwrap } from './textwrap.ts';
import { toml, tomli, tomllib } from './toml.ts';
import { types } from './types.ts';
import { typing, typingExtensions } from './typing.ts';
import { UNKNOWABLE } from './unknowable.ts';
import { urllibParse } from './urllib-parse.ts';
import { yaml } from './yaml/index.ts';

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
  distutilsUtil,
  distutilsVersion,
  enumModule,
  fnmatch,
  functools,
  glob,
  imp,
  importlib,
  importlibMachinery,
  importlibMetadata,
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
  tempfile,
  textwrap,
  tomllib,
  types,
  typing,
  { name: 'urllib', from: 'stdlib', names: () => ({}) },
  urllibParse,
  warnings,
  ...UNKNOWABLE,
];

const PACKAGES: readonly NativeModule[] = [
  ...DJANGO,
  configurations,
  configurationsBase,
  configurationsImporter,
  configurationsValues,
  decouple,
  djDatabaseUrl,
  dotenv,
  dotenvMain,
  environ,
  environEnviron,
  environs,
  importlibMetadataBackport,
  pkgResources,
  splitSettings,
  splitSettingsPackage,
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
