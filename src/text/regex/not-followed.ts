/** Thrown for a regular expression that Python's `re` refuses or that is not followed here, and for a matching without end. */
export class RegexNotFollowed {
  // No Error: of settings files it becomes one of the evaluator's own, which collects no stack trace either.
  readonly message: string;

  constructor(reason: string) {
    this.message = reason;
  }
}
