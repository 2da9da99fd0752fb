import { configure } from '@testing-library/svelte';
import { afterEach } from 'vitest';

// A desk is transformed when first loaded; a busy machine takes longer than the usual second.
configure({ asyncUtilTimeout: 25_000 });

// Every test starts with a clean address.
afterEach(() => history.replaceState(null, '', '/'));
