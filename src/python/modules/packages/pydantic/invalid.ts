/** Thrown where a value does not fit its field: what makes pydantic raise ValidationError. */
export class Invalid extends Error {}

/** Thrown for a value that belongs to no field: no field can be told to be the wrong one. */
export class Extra extends Invalid {}
