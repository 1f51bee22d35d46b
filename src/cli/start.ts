import { main } from './main.ts';

// Where the code is not the package's, in an editor's extension and from its source, nothing is kept for the next run.
await main(() => undefined);
