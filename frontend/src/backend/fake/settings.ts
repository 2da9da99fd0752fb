import type { SettingsView } from '../wire';
import type { Handlers } from './handlers';

const noTenant = { company: '', memo: '', name: '', scope: '', account: '', host: '', path: '', network: '' };

export function settingsHandlers(): Handlers {
  let view: SettingsView = {
    theme: 'system',
    language: 'system',
    home: '/home/admin/.local/share/cordwood',
    version: '0.0.0',
    sqlite: '3.51.3',
    placeData: 'DB-IP Lite, CC BY 4.0',
    tenants: [{ ...noTenant, company: 'Acme', account: '10*' }],
    networks: [{ network: '10.20.0.0/16', name: 'branch 2' }],
    face: 'browser',
  };
  return {
    'Settings.View': () => view,
    'Settings.Set': (name, value) => (view = { ...view, [name]: value }),
    'Settings.SetTenants': (tenants) => (view = { ...view, tenants }),
    'Settings.FoundTenants': () => ({
      rows: [{ ...noTenant, company: 'Beta', memo: 'portal', host: '*.beta.example' }],
      total: 1,
    }),
    'Settings.SetNetworks': (networks) => (view = { ...view, networks }),
  };
}
