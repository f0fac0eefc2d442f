import { native, nativeClass } from '../../../native/native.ts';
import type { Runtime } from '../../../values/runtime.ts';
import type { Value } from '../../../values/values.ts';

/** Functions of `django.core.management` with which a program hands over to Django: what it has set up until then counts. */
export function management(runtime: Runtime): Readonly<Record<string, Value>> {
  const handsOver = (signature: string): Value =>
    native(signature, (call) => call.leave(), { takesUnknown: true });
  const utility = nativeClass({
    name: 'ManagementUtility',
    module: 'django.core.management',
    members: {
      __init__: native('__init__(self, argv=None)', () => null, { takesUnknown: true }),
      execute: handsOver('execute(self)'),
      main_help_text: runtime.unknown('the commands of the project are not looked up'),
    },
  });
  return {
    execute_from_command_line: handsOver('execute_from_command_line(argv=None)'),
    call_command: handsOver('call_command(command_name, *args, **options)'),
    ManagementUtility: utility,
  };
}
