export const greet = (name) => `hello from a ${name}`;
