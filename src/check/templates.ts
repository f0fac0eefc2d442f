import { basename } from 'node:path';
import {
  type Load,
  quoted,
  type ReadingRules,
  type Reference,
  readDjangoTemplate,
  readJinjaTemplate,
  type TemplateReading,
} from '../templates/index.ts';
import type { Settings } from '../types.ts';
import type { AbsentApps } from './doubts/absent-apps.ts';
import type { Template } from './files.ts';
import type { Draft } from './findings.ts';
import type { Libraries } from './libraries.ts';
import { excerptsOf, type Question } from './question.ts';
import type { IsRendered } from './rendered.ts';
import { slipWords } from './slips.ts';

/** Findings in one template that are certain by themselves, and references to judge. */
export interface TemplateFindings {
  readonly drafts: readonly Draft[];
  readonly questions: readonly Question[];
}

/** Pages that have to work while static files or Django don't. */
const STANDS_ALONE = /^(?:4\d\d|5\d\d|offline|maintenance|robots)\b/i;
const STATIC_PROCESSOR = 'django.template.context_processors.static';

/** Reads the text of a template. */
export function readTemplate({ engine }: Template, text: string, rules: ReadingRules): TemplateReading {
  return engine.language === 'django' ? readDjangoTemplate(text, rules) : readJinjaTemplate(text);
}

/** True if a template can say anything of static files. */
export function mayMention(text: string, { staticUrl, staticTags, learntTags }: ReadingRules): boolean {
  return (
    /static|STATIC_URL/.test(text) ||
    (staticUrl !== null && text.includes(staticUrl)) ||
    [...staticTags, ...learntTags.keys()].some((tag) => text.includes(tag))
  );
}

/** The note on a template that can't be read; `why` in words. */
export function unread({ file }: Template, why: string): Draft {
  return {
    code: 'template-unread',
    severity: 'note',
    message: `What this template refers to is not checked: ${why}`,
    hint: "If it is a template, save it as UTF-8, or name its encoding in TEMPLATES: OPTIONS = {'file_charset': '...'}.",
    file,
    place: {},
    subject: why,
  };
}

/** Looks at one template. */
export function lookAtTemplate(
  template: Template,
  reading: TemplateReading,
  text: string,
  settings: Settings,
  libraries: Libraries,
  isRendered: IsRendered,
  absent: AbsentApps,
): TemplateFindings {
  const { file, engine } = template;
  const excerptAt = excerptsOf(text);
  const draft = (place: Draft['place'], words: Omit<Draft, 'file' | 'place' | 'excerpt'>): Draft => ({
    ...words,
    file,
    place,
    excerpt: excerptAt(place.line),
  });
  const drafts: Draft[] = [];
  // One cause for all of them, and for what stands behind them.
  const empty = mayBeSet(template) ? undefined : reading.slips.find(({ kind }) => kind === 'static-url-used');
  for (const slip of reading.slips) {
    if (slip.kind === 'static-url-used' && slip !== empty) continue;
    const words = slipWords(slip);
    drafts.push(draft(slip.place, { code: slipCode(slip.kind), ...words, subject: slip.text }));
  }
  for (const load of reading.loads) {
    const isGone = load.library === 'staticfiles' || load.library === 'admin_static';
    if (!isGone || Number.parseInt(settings.djangoVersion, 10) < 3) continue;
    if (libraries.mayExist(load.library, engine)) continue;
    drafts.push(
      draft(load.place, {
        code: 'library-removed',
        severity: 'error',
        message: `{% load ${load.library} %} fails: Django 3.0 removed that library`,
        hint: 'Write {% load static %}.',
        subject: load.library,
        replacement: 'static',
      }),
    );
  }
  const lacking = reading.uses.find(
    ({ name, loads }) =>
      !libraries.isBuiltin(name, engine) &&
      !reading.loads.some((load) => load.tag < loads && libraries.mayBring(load, name, engine)),
  );
  if (lacking !== undefined) {
    drafts.push(
      draft(lacking.place, {
        code: 'load-missing',
        severity: 'error',
        message: `{% ${lacking.name} %} stands before any {% load static %} of this template: Django raises TemplateSyntaxError`,
        hint: 'Write {% load static %} before it; the one of a parent template does not count.',
        subject: lacking.name,
      }),
    );
  }
  const isDjangos = (loads: number): boolean => hasStatic(reading.loads, loads, libraries, engine);
  const absentFor = absent.ofTemplate(template.name);
  const standsAlone = STANDS_ALONE.test(basename(file));
  const questions = reading.references.flatMap((reference): Question[] => {
    if (reference.kind === 'url' && standsAlone) return [];
    if (empty !== undefined && reference.by === empty.by) return [];
    // Another library's tag of that name may take anything.
    if (reference.by === '{% static %}' && !isDjangos(reference.loads)) return [];
    // Outside of blocks, a child's macros and assignments are run in Jinja2.
    const isAnywhere =
      reference.kind === 'url' || (engine.language === 'jinja2' && reference.blocks.length === 0);
    const isSeen = isAnywhere || isRendered(template, reading, reference.blocks);
    const write = writer(reference, reading, libraries, template);
    const absentApp = absentFor ?? absent.ofCondition(reference.condition);
    return [
      {
        reference,
        file,
        excerpt: () => excerptAt(reference.place.line),
        isRendered: isSeen,
        absentApp,
        write,
      },
    ];
  });
  return { drafts, questions };
}

function slipCode(kind: string): string {
  if (kind === 'hiding-unclosed' || kind === 'tag-unclosed') return 'tag-unclosed';
  return kind === 'static-url-used' ? 'static-url-empty' : `static-${kind}`;
}

/** Names that Django's library has, or had before Django 3. */
const DJANGOS: ReadonlySet<string> = new Set(['static', 'staticfiles', 'admin_static']);

/** True if Django's own `static` library is loaded by the first `count` tags that load, or always. */
function hasStatic(
  loads: readonly Load[],
  count: number,
  libraries: Libraries,
  engine: Template['engine'],
): boolean {
  const isFrom = (load: Load): boolean =>
    DJANGOS.has(load.library) && load.tag < count && libraries.mayBring(load, 'static', engine);
  return engine.builtins.includes('django.templatetags.static') || loads.some(isFrom);
}

/** True if a context processor may set STATIC_URL: Django's, or one that is not Django's. */
function mayBeSet({ engine }: Template): boolean {
  return (
    !engine.isComplete ||
    engine.contextProcessors.some((name) => name === STATIC_PROCESSOR || !name.startsWith('django.'))
  );
}

/** Returns the text that names another path in the reference's place; `null` where a tag would be needed that is not loaded. */
function writer(
  { kind, written, loads }: Reference,
  reading: TemplateReading,
  libraries: Libraries,
  { engine }: Template,
): Question['write'] {
  if (kind === 'url') {
    const isLoaded = hasStatic(reading.loads, loads, libraries, engine);
    return (path) => (isLoaded ? `{% static '${path}' %}` : null);
  }
  if (kind === 'prefix') return (path) => encodeURI(path);
  // A literal with filters is more than its path.
  return (path) => (/^(["']).*\1$/s.test(written) && !written.includes('|') ? quoted(path, written) : null);
}
