import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * A project to measure with: apps with namespaced static folders and a settings module that takes its destination and
 * storage from the environment.
 *
 * @typedef {object} Shape
 * @property {number} files
 * @property {number} apps
 * @property {number} folders in all
 * @property {number} median bytes of a file
 * @property {number} mean bytes of a file
 * @property {boolean} [text] only text, in words that compress as text does
 */

/** @type {Record<string, Shape>} */
export const SHAPES = {
  '10k': { files: 10_000, apps: 40, folders: 600, median: 4096, mean: 20_480 },
  '50k': { files: 50_000, apps: 40, folders: 2400, median: 2048, mean: 8192 },
  '200k': { files: 200_000, apps: 40, folders: 9600, median: 2048, mean: 8192 },
  'twentieth of 200k': { files: 10_000, apps: 40, folders: 480, median: 2048, mean: 8192 },
  served: { files: 6000, apps: 20, folders: 300, median: 2048, mean: 8192 },
  checked: { files: 2000, apps: 40, folders: 240, median: 2048, mean: 8192 },
  text: { files: 500, apps: 10, folders: 60, median: 6144, mean: 20_480, text: true },
  quick: { files: 1000, apps: 10, folders: 120, median: 4096, mean: 20_480 },
  'tenth of quick': { files: 100, apps: 10, folders: 60, median: 4096, mean: 20_480 },
  'quick text': { files: 60, apps: 10, folders: 120, median: 6144, mean: 20_480, text: true },
};

/** Deterministic, so that every machine measures the same bytes. @returns {() => number} from 0 to 1 */
function createRandom(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const EXTENSIONS = ['css', 'js', 'js', 'js', 'png', 'png', 'svg', 'svg', 'html', 'woff2', 'json', 'txt'];
const TEXT_EXTENSIONS = ['css', 'js', 'js', 'svg', 'html', 'json'];
const LARGEST = 2_000_000;

/** Sizes as static files have them: log-normal, most small, a few big. */
function someSize(random, { median, mean }) {
  const sigma = Math.sqrt(2 * Math.log(mean / median));
  const normal = Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  return Math.min(LARGEST, Math.round(median * Math.exp(sigma * normal)));
}

/** Four megabytes to cut contents from: noise, or words. */
function materialOf(random, text) {
  if (!text) return Buffer.from(Array.from({ length: 4 << 20 }, () => 32 + Math.floor(random() * 94)));
  const words = Array.from({ length: 3000 }, () =>
    random()
      .toString(36)
      .slice(2, 4 + Math.floor(random() * 9)),
  );
  const parts = [];
  for (let length = 0; length < 4 << 20; ) {
    const word = words[Math.floor(random() ** 3 * words.length)];
    parts.push(word);
    length += word.length + 1;
  }
  return Buffer.from(parts.join(' '));
}

/**
 * Writes the project into `folder`, which must not be there yet.
 *
 * @param {string} folder
 * @param {Shape} shape
 * @returns {{ folder: string, roots: string[], leaf: string }} the project, the folders `cp -r` takes, and an image that
 * style sheets refer to
 */
export function makeProject(folder, shape) {
  const random = createRandom(shape.files);
  const material = materialOf(random, shape.text === true);
  const extensions = shape.text === true ? TEXT_EXTENSIONS : EXTENSIONS;
  const apps = Array.from({ length: shape.apps }, (_, index) => `app${String(index).padStart(2, '0')}`);
  const perApp = shape.folders / shape.apps;
  writeSettings(folder, apps);
  const images = new Map(apps.map((app) => [app, []]));
  for (let index = 0; index < shape.files; index++) {
    const app = apps[index % apps.length];
    const extension = extensions[Math.floor(random() * extensions.length)];
    const below = `${['', 'css/', 'js/', 'img/'][Math.floor(random() * 4)]}part${Math.floor(random() * ((perApp - 4) / 4))}`;
    const path = `${app}/${below}/file${index}.${extension}`;
    const start = Math.floor(random() * (material.length - LARGEST));
    const bytes = material.subarray(start, start + someSize(random, shape));
    const known = images.get(app);
    const content = extension === 'css' ? styleSheet(random, app, below, known, bytes) : bytes;
    const file = join(folder, app, 'static', path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
    if (extension === 'svg') known.push(path);
  }
  const app = apps.find((name) => images.get(name).length > 0);
  const leaf = join(folder, app, 'static', images.get(app)[0]);
  return { folder, roots: apps.map((app) => join(folder, app, 'static', app)), leaf };
}

/** Rules that refer to images of the same app, up to the size wanted. */
function styleSheet(random, app, below, images, bytes) {
  if (images.length === 0) return 'body {}\n';
  const up = '../'.repeat(below.split('/').length);
  const rules = Array.from({ length: Math.min(12, Math.ceil(bytes.length / 200)) }, (_, index) => {
    const image = images[index === 0 ? 0 : Math.floor(random() * images.length)];
    return `.r${index} { background: url(${up}${image.slice(app.length + 1)}); }`;
  });
  const filler = bytes.toString('latin1').replaceAll(/[^\w\s]/g, ' ');
  return `${rules.join('\n')}\n.filler { content: "${filler.replaceAll(/\s+/g, ' ')}"; }\n`;
}

function writeSettings(folder, apps) {
  mkdirSync(join(folder, 'site_of_the_bench'), { recursive: true });
  writeFileSync(join(folder, 'site_of_the_bench/__init__.py'), '');
  const settings = [
    'import os',
    'SECRET_KEY = "bench"',
    'STATIC_URL = "/static/"',
    'STATIC_ROOT = os.environ["DESTINATION"]',
    'STORAGES = {"staticfiles": {"BACKEND": os.environ["STORAGE"]}}',
    'INSTALLED_APPS = [',
    '    "django.contrib.staticfiles",',
    ...apps.map((app) => `    "${app}",`),
    ']',
  ];
  writeFileSync(join(folder, 'site_of_the_bench/settings.py'), `${settings.join('\n')}\n`);
  const oneThread = [
    'from concurrent.futures import ThreadPoolExecutor',
    'from functools import partial',
    'from whitenoise import storage',
    'storage.ThreadPoolExecutor = partial(ThreadPoolExecutor, max_workers=1)',
    'class OneThread(storage.CompressedManifestStaticFilesStorage):',
    '    pass',
  ];
  writeFileSync(join(folder, 'site_of_the_bench/one_thread.py'), `${oneThread.join('\n')}\n`);
  for (const app of apps) {
    mkdirSync(join(folder, app), { recursive: true });
    writeFileSync(join(folder, app, '__init__.py'), '');
  }
}
