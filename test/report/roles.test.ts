import { Mesh } from '../../src';
import { declaredTable, formatAccessTable, rolesPage } from '../../src/report';
import { cases } from '../golden/cases';

const model = Mesh.of(cases.roles.build())._synthesis.index().model;

test('who holds which role, what it gives, and all that each holder has', () => {
  expect(rolesPage(model)).toBe(`as of 2026-11-30

role auditors
  held by
    nobody: what is granted to it reaches nobody
  may call
    shop/ledger:5432  everything  to the role: yearly audit

role on-call (platform team)
  held by
    shop/debug    by name, until 2027-01-31: incident 4711
    shop/support  by name
  may call
    shop/catalog:80 (pod port 8080)  /debug, /debug/* header x-ticket: *  to the role, until 2027-06-30
    shop/catalog:80 (pod port 8080)  GET, HEAD, OPTIONS /items, /items/*  as a member of readers: browsing

role readers (shop team): whoever shows items to people
  held by
    istio-ingress/edge  by name
    shop/debug          by role on-call, until 2027-01-31
    shop/frontend       by name
    shop/support        by role on-call
  may call
    shop/catalog:80 (pod port 8080)  GET, HEAD, OPTIONS /items, /items/*  to the role: browsing

member istio-ingress/edge
  holds
    readers  by name
  may call
    shop/catalog:80 (pod port 8080)  GET, HEAD, OPTIONS /items, /items/*  by role readers: browsing

member shop/debug
  holds
    on-call  by name, until 2027-01-31: incident 4711
    readers  by role on-call, until 2027-01-31
  may call
    shop/catalog:80 (pod port 8080)  /debug, /debug/* header x-ticket: *  by role on-call, until 2027-01-31
    shop/catalog:80 (pod port 8080)  GET, HEAD, OPTIONS /items, /items/*  by role readers, until 2027-01-31: browsing

member shop/frontend
  holds
    readers  by name
  may call
    shop/catalog:80 (pod port 8080)  GET, HEAD, OPTIONS /items, /items/*        by role readers: browsing
    shop/catalog:80 (pod port 8080)  GET, HEAD, OPTIONS /items, /items/*; POST  by name

member shop/support
  holds
    on-call  by name
    readers  by role on-call
  may call
    shop/catalog:80 (pod port 8080)  /debug, /debug/* header x-ticket: *  by role on-call, until 2027-06-30
    shop/catalog:80 (pod port 8080)  GET, HEAD, OPTIONS /items, /items/*  by role readers: browsing

Expired
  the membership of shop/export in role on-call expired on 2026-11-29: migration
`);
});

test('the access table says until when', () => {
  expect(formatAccessTable(declaredTable(model))).toBe(`shop/catalog:80 (pod port 8080)
  istio-ingress/edge  GET, HEAD, OPTIONS /items, /items/*
  shop/debug          GET, HEAD, OPTIONS /items, /items/*; /debug, /debug/* header x-ticket: * until 2027-01-31
  shop/frontend       GET, HEAD, OPTIONS /items, /items/*; POST
  shop/support        GET, HEAD, OPTIONS /items, /items/*
  shop/support        /debug, /debug/* header x-ticket: * until 2027-06-30

shop/ledger:5432
  shop/batch  everything

Expired
  the membership of shop/export in role on-call expired on 2026-11-29: migration
`);
});

test('the report has it', () => {
  const text = Mesh.of(cases.roles.build()).report().toText();
  expect(text).toContain('role auditors\n  held by\n    nobody: what is granted to it reaches nobody\n  may call\n    shop/ledger:5432  everything  to the role: yearly audit\n');
  expect(text).toContain('Expired\n  the membership of shop/export in role on-call expired on 2026-11-29: migration\n');
});
