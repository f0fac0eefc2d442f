import { openFilesystem } from '../../src/storages/filesystem.ts';
import { storageContract } from './contract.ts';
import { temporaryFolder } from './folder.ts';
import { openMemory } from './memory.ts';

const plain = { fileMode: null, directoryMode: null, durable: false, dedupe: false };

storageContract('memory', openMemory);
storageContract('filesystem', () => openFilesystem(`${temporaryFolder()}/deep/static`, plain));
storageContract('strict, durable, deduplicating filesystem', () =>
  openFilesystem(temporaryFolder(), { fileMode: 0o640, directoryMode: 0o750, durable: true, dedupe: true }),
);
