import type { Position, Problem } from '../../types.ts';
import { Host } from '../host/host.ts';
import type { Parser } from '../syntax/parse.ts';
import { positionOf, type Span, wording } from '../syntax/source.ts';
import { type Change, type Recorded, type Recorder, recording } from '../values/record.ts';
import type { NativeModule, Runtime } from '../values/runtime.ts';
import {
  type Instance,
  MetUnknown,
  type ModuleValue,
  NotModelled,
  Raised,
  type Unknown,
  type Value,
} from '../values/values.ts';
import { Budget, DEFAULT_LIMITS } from './budget.ts';
import type { Doubt, Guard } from './guards.ts';
import { Imports } from './imports.ts';
import { Journals } from './journals.ts';
import { Levels } from './levels.ts';
import type { PythonOptions } from './options.ts';
import type { Scope } from './scope.ts';
import { Sources } from './sources.ts';

// Each level takes a good part of JavaScript's stack.
const DEEPEST_ASIDE = 60;

/** The state of one evaluation: everything that is not a Python value. */
export class Machine implements Recorder {
  readonly options: PythonOptions;
  readonly parser: Parser;
  /** The modules that are modelled, by dotted name. */
  readonly models: ReadonlyMap<string, NativeModule>;
  readonly budget: Budget;
  readonly host: Host;
  /** What is known of modules from where they lie, and their texts. */
  readonly sources: Sources;
  /** What has been imported so far, and taken from it. */
  readonly imports: Imports = new Imports();
  /** Imported modules by dotted name; an Unknown for what can't be followed. */
  readonly modules: Map<string, ModuleValue | Unknown> = new Map();
  /** Modules whose code runs from its first to its last line, and has not come to its end. */
  readonly running: Set<ModuleValue> = new Set();
  /** Modules that are read as far as they are asked for, of which a statement runs, the innermost last. */
  readonly forced: ModuleValue[] = [];
  /** Set once a module that waits may have asked Django for its settings: Python would have answered it before. */
  earlyQuestion: Unknown | undefined = undefined;
  /** Warnings, in the order they came up. */
  readonly notes: Problem[] = [];
  /** Environment variables read so far, by anyone. */
  readonly environmentRead: Set<string> = new Set();
  /** Variables the statement being carried out depends on. */
  reads: Set<string> = new Set();
  /** How often something was met that may raise for all we know: a `try` compares before and after. */
  doubts = 0;
  /** Exceptions that may have been raised and that somebody waits for; the one who handles them takes them out. */
  readonly perhapsRaised: Doubt[] = [];
  /** Modules whose code may have ended in an exception, for which somebody waited. */
  readonly perhapsBroken: Map<string, readonly Doubt[]> = new Map();
  /** Modelled packages that may not be installed: by whom they were imported, a `try` waited for them to be missing. */
  readonly perhapsMissing: Map<string, Unknown> = new Map();
  /** Modules that code put another in the place of in `sys.modules`, or took out of it. */
  readonly replaced: Map<string, Unknown> = new Map();
  /** Names the module statement being carried out has read so far. */
  readonly loaded: Set<string> = new Set();
  /** Undecided branches within undecided branches. */
  forks = 0;
  /** True while a program runs that may hand over to code that is not evaluated. */
  mayLeave = false;
  /** Calls within calls. */
  depth = 0;
  /** Natives within natives. */
  natives = 0;
  readonly levels: Levels = new Levels();
  scope: Scope;
  readonly guards: Guard[] = [];
  /** Functions being tried out because they were given away. */
  readonly suspected: Set<Value> = new Set();
  /** Exceptions being handled, for a bare `raise`. */
  readonly handling: Instance[] = [];
  readonly builtins: Map<string, Value> = new Map();
  /** Set by the evaluator right after construction: natives and machine need each other. */
  runtime!: Runtime;
  /** Dotted names of the modules that were asked for by name. */
  readonly settingsModules: Set<string> = new Set();
  /** All modules that were imported by the time the settings had come to their end. */
  importedBySettings: ReadonlySet<string> = new Set();
  readonly journals: Journals = new Journals((steps) => this.work(steps));
  /** Code that waited within code that waited. */
  #asides = 0;

  constructor(
    options: PythonOptions,
    parser: Parser,
    models: ReadonlyMap<string, NativeModule>,
    scope: Scope,
  ) {
    this.options = options;
    this.parser = parser;
    this.models = models;
    this.scope = scope;
    this.budget = new Budget({ ...DEFAULT_LIMITS, ...options.limits }, () => this.at());
    this.host = new Host({
      env: options.env,
      cwd: options.cwd,
      searchPath: options.searchPath,
      roots: options.roots ?? [],
      read: (name) => {
        this.reads.add(name);
        this.environmentRead.add(name);
      },
      charge: (bytes) => this.budget.read(bytes),
      work: (steps) => this.work(steps),
    });
    this.sources = new Sources(options, parser, models, this.host.finder, this.host.files);
  }

  at(span: Span = this.scope.node): Position {
    return positionOf(this.scope.source, span);
  }

  /** An Unknown that begins here. */
  unknown(reason: string, span: Span = this.scope.node, dotted?: string): Unknown {
    const refused = this.host.refusedFor(reason);
    return {
      kind: 'unknown',
      reason,
      at: this.at(span),
      expression: wording(this.scope.source, span),
      environment: [...this.reads].sort(),
      ...(dotted === undefined ? {} : { dotted }),
      ...(refused === undefined ? {} : { refused }),
    };
  }

  /** The Unknown for a gap in the model. */
  gap(error: NotModelled, span?: Span, dotted?: string): Unknown {
    const unknown = this.unknown(error.message, span, dotted);
    return error.isLimit ? { ...unknown, isLimit: true } : unknown;
  }

  /** Value of an expression that threw; an error that is no gap in the model is thrown again. */
  recover(error: unknown, span: Span): Value {
    if (error instanceof MetUnknown) {
      this.doubts += 1;
      return error.unknown;
    }
    if (error instanceof NotModelled) {
      this.doubts += 1;
      return this.gap(error, span);
    }
    throw error;
  }

  /** The value of `work`, or the Unknown for what it met. */
  orUnknown(work: () => Value): Value {
    try {
      return work();
    } catch (error) {
      return this.recover(error, this.scope.node);
    }
  }

  /** Carries out `work` as code of `scope`. */
  within<Result>(scope: Scope, work: () => Result): Result {
    const former = this.scope;
    this.scope = scope;
    try {
      return work();
    } finally {
      this.scope = former;
    }
  }

  /** Carries out the code of another module: what the statement being carried out has read is no business of it. */
  apart<Result>(work: () => Result): Result {
    const [reads, doubts, loaded] = [this.reads, this.doubts, [...this.loaded]];
    this.reads = new Set();
    try {
      return work();
    } finally {
      this.reads = reads;
      this.doubts = doubts;
      this.loaded.clear();
      for (const name of loaded) this.loaded.add(name);
    }
  }

  /**
   * Carries out code that waited until now as if it were carried out where it stands: no `try`, no undecided branch and no
   * callback that is being tried out has to do with it, and its changes are not taken back with any of them.
   */
  aside<Result>(work: () => Result): Result {
    if (this.#asides >= DEEPEST_ASIDE) throw new NotModelled('the imports nest too deeply');
    const [forks, depth] = [this.forks, this.depth];
    const [guards, suspected] = [this.guards.splice(0), [...this.suspected]];
    this.suspected.clear();
    [this.forks, this.depth] = [0, 0];
    this.#asides += 1;
    try {
      return this.journals.outlasting(
        () => recording(this, () => this.apart(work)),
        () => this.unknown('an import changes it while two branches are tried'),
      );
    } finally {
      this.#asides -= 1;
      [this.forks, this.depth] = [forks, depth];
      this.guards.splice(0, Number.POSITIVE_INFINITY, ...guards);
      for (const value of suspected) this.suspected.add(value);
    }
  }

  /** True while code runs that waited until now. */
  get isAside(): boolean {
    return this.#asides > 0;
  }

  /** Carries out what a statement of a module asks of others; it may have waited for that. */
  asking<Result>(module: ModuleValue, work: () => Result): Result {
    if (module.namespace.supply === undefined || this.forced.at(-1) === module) return work();
    this.forced.push(module);
    try {
      return work();
    } finally {
      this.forced.pop();
    }
  }

  /** Carries out an import that was put off. */
  later(scope: Scope, span: Span, work: () => Value): Value {
    const { node } = scope;
    scope.node = span;
    try {
      return this.aside(() => this.within(scope, () => this.orUnknown(work)));
    } catch (error) {
      if (!(error instanceof Raised)) throw error;
      return this.unknown(`the import raises ${error.exception.class.name}`, span);
    } finally {
      scope.node = node;
    }
  }

  touch(object: Recorded): void {
    this.journals.touch(object);
  }

  work(steps: number): void {
    this.budget.step(steps);
  }

  get time(): number {
    return this.forced.length === 0 ? this.imports.time : 0;
  }

  tooLate(time: number): Unknown | undefined {
    const asker = this.forced.at(-1);
    const importedAt = asker?.namespace.supply?.importedAt;
    if (asker === undefined || importedAt === undefined || importedAt > time) return undefined;
    return this.unknown(
      `it is changed after ${asker.name} has been imported, and when this is read is not followed`,
    );
  }

  change(): Change {
    const by = this.forced.length === 0 ? this.imports.names.size : undefined;
    return {
      at: this.at(),
      environment: [...this.reads].sort(),
      ...(by === undefined ? {} : { importsSeen: by }),
    };
  }
}
