import { describe, expect, test } from 'vitest';
import { verdict } from '../support/apiUse.ts';

const mounts = 'volumeMounts: [{ name: config, mountPath: /etc/app }]';

describe('a script that is named as its image is its program', () => {
  test.each([
    ['[python, kube-hunter.py]'],
    ['[python3, ./kube-hunter.py]'],
    ['[/usr/bin/python3, /usr/src/kube-hunter.py]'],
    ['[/usr/src/kube-hunter.py]'],
    ['[sh, -c, "python kube-hunter.py --pod"]'],
  ])('%s', (command) => {
    const container = `name: a, image: "aquasec/kube-hunter:312", command: ${command}, args: [--pod]`;
    expect(verdict(`{ ${container} }`)).toBe('used');
    expect(verdict(`{ ${container}, ${mounts} }`)).toBe('used');
  });

  test.each([
    ['[python, /etc/app/redis.py]'],
    ['[python, redis.py]'],
    ['[./redis.py]'],
    ['[python, /app/a.py, redis]'],
    ['[python, -c, "redis = 1"]'],
    ['[/redis-exporter.py]'],
  ])('but not %s of a volume, or of another name', (command) => {
    expect(verdict(`{ name: a, image: "redis:7", command: ${command}, ${mounts} }`)).toBe('unknown');
  });
});

describe('a server is its own program, whatever it is called', () => {
  test.each([
    ['internetsystemsconsortium/bind9:9.20', '[/usr/sbin/named, -g, -c, /etc/bind/named.conf]'],
    ['ubuntu/bind9:9.18', '[named, -f]'],
    ['mcr.microsoft.com/mssql/server/mssql-server:2022', '[/opt/mssql/bin/sqlservr]'],
    ['postgis/postgis:17-3.5', '[docker-entrypoint.sh, postgres]'],
    ['timescale/timescaledb:2.18-pg17', '[postgres, -c, max_connections=9]'],
    ['osixia/openldap:1.5', '[slapd, -d, "256"]'],
    ['coturn/coturn:4.6', '[turnserver, -n]'],
    ['openresty/openresty:1.27', '[nginx, -g, "daemon off;"]'],
    ['tomcat:11', '[catalina.sh, run]'],
    ['wordpress:6', '[apache2-foreground]'],
    ['quay.io/keycloak/keycloak:26.0', '[/opt/keycloak/bin/kc.sh, start]'],
    ['confluentinc/cp-schema-registry:7.8', '[bash, -c, "unset SCHEMA_REGISTRY_PORT; /etc/confluent/docker/run"]'],
  ])('%s, %s', (image, command) => {
    expect(verdict(`{ name: a, image: "${image}", command: ${command} }`)).toBe('unused');
  });

  test.each([
    ['ubuntu/bind9:9.18', '[named-operator]'],
    ['ubuntu/bind9:9.18', '[/etc/app/named]'],
    ['coturn/coturn:4.6', '[sh, -c, "fetch-address; turnserver"]'],
    ['nginx:1.27', '[nginx-prometheus-exporter]'],
  ])('but not %s, %s', (image, command) => {
    expect(verdict(`{ name: a, image: "${image}", command: ${command}, ${mounts} }`)).toBe('unknown');
  });
});

describe('another program beside the image’s own is seen', () => {
  test.each([['command -p syncer'], ['X=a"b c" /opt/syncer'], ['# usage: syncer()\nsyncer --x']])('%j', (script) => {
    const command = JSON.stringify(['sh', '-c', `${script}\nexec postgres`]);
    expect(verdict(`{ name: a, image: "postgres:16", command: ${command} }`)).toBe('unknown');
  });
});

describe("what runs is not the image's own where its file comes from elsewhere", () => {
  const work = 'volumeMounts: [{ name: work, mountPath: /mnt }]';
  test.each([
    ['command: [./start.sh], workingDir: /mnt'],
    ['command: [sh, run.sh], workingDir: /mnt'],
    ['command: [sh, -c, "cd /mnt && ./run.sh"]'],
    ['command: [sh, -c, "cd /mnt\\ncd a; exec ./entrypoint.sh"]'],
    ['command: [sh, -c, "DIR=/mnt; exec \\"$DIR/run.sh\\""]'],
    ['command: [sh, -c, "exec $DIR/start.sh"], env: [{ name: DIR, value: /mnt/a }]'],
    [
      'command: [sh, -c, "exec $DIR/start.sh"], env: [{ name: DIR, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]',
    ],
    ['command: [sh, -c, "wget -qO /opt/run.sh https://a/b; sh /opt/run.sh"]'],
    ['command: [sh, -c, "curl -sSLo /usr/local/bin/nginx-x https://a/b && nginx-x"]'],
    ['command: [sh, -c, "curl -O https://a/run.sh && ./run.sh"]'],
    ['command: [sh, -c, "git clone https://a/b /srv && /srv/b/start.sh"]'],
    ['command: [sh, -c, "cat > /opt/start.sh <<E\\ntrue\\nE\\n/opt/start.sh"]'],
    ['command: [sh, -c, "tar -xf /a -C /opt/x; /opt/x/nginx"]'],
    ['command: [/tmp/nginx-agent]'],
    ['lifecycle: { postStart: { exec: { command: [/mnt/register] } } }'],
    ['readinessProbe: { exec: { command: [sh, /mnt/probe.sh] } }'],
    ['args: [./leader.sh]'],
    [
      'command: [docker-entrypoint.sh, nginx], MOUNTS: [{ name: a, mountPath: /usr/local/bin/docker-entrypoint.sh, subPath: a }]',
    ],
    ['MOUNTS: [{ name: a, mountPath: /opt/bitnami/scripts/nginx/run.sh, subPath: a }]'],
    ['command: [nginx], MOUNTS: [{ name: a, mountPath: /usr/local/bin }]'],
    ['lifecycle: { postStart: { exec: { command: [sh, -c, "cat /mnt/x | sh"] } } }'],
    ['lifecycle: { postStart: { exec: { command: [sh, -c, "sh < /mnt/x"] } } }'],
    ['lifecycle: { postStart: { exec: { command: [sh, -c, "eval \\"$(cat /mnt/x)\\""] } } }'],
    ['lifecycle: { postStart: { exec: { command: [sh, -c, "$(curl http://x)"] } } }'],
    ['command: [sh, -c, "exec ${X:-/mnt}/nginx"]'],
    ['command: [sh, -c, "read X < /a; exec $X/nginx"]'],
    ['command: [sh, -c, "PATH=/mnt/bin:$PATH exec nginx"]'],
    ['command: [sh, -c, "PATH=/mnt/bin; exec nginx"]'],
    ['command: [sh, -c, "curl -o/usr/bin/nginx https://a; nginx"]'],
    ['command: [sh, -c, "sudo -E other; exec nginx"]'],
    ['command: [sh, -c, "exec -a nginx other"]'],
    ['command: [sh, -c, "(( x = $(other) )); exec nginx"]'],
    ['command: [sh, -c, "A=\\"a\\\\\\"b\\" other; exec nginx"]'],
    ['command: [sh, -c, "A+=x other; exec nginx"]'],
    ['command: [sh, -c, "env -u nginx other; exec nginx"]'],
    ['command: [sh, -c, "alias nginx=other; nginx"]'],
    ['command: [sh, -c, "X=$$(other); exec nginx"], env: [{ name: other, value: a }]'],
    ['command: [sh, -c, "wget -P /opt/a https://x/nginx; exec /opt/a/nginx"]'],
    ['command: [sh, -c, "ln -sfn /mnt /opt/nginx; exec /opt/nginx/bin/nginx"]'],
    ['command: [sh, -c, "mv /mnt/nginx-1.2 /opt/nginx; exec /opt/nginx/nginx"]'],
    ['command: [sh, -c, "cp -t /usr/local/bin /mnt/nginx; exec nginx"]'],
    ['command: [sh, -c, "cd /usr/local/bin; curl -o nginx https://x; nginx"]'],
    ['command: [sh, -c, "cp /mnt/{nginx,a} /usr/local/bin/; nginx"]'],
    ['command: [sh, -c, "LC_ALL=C cp /mnt/nginx /usr/local/bin/; nginx"]'],
    ['command: [sh, -c, "cp -r /mnt/bin /usr/local; nginx"]'],
    ['command: [sh, -c, "curl -O --output-dir /usr/local/bin https://x/nginx; nginx"]'],
    ['command: [sh, -c, "dd if=/mnt/a of=/usr/local/bin/nginx; nginx"]'],
    ['command: [sh, -c, nginx], env: [{ name: PATH, value: "/mnt/bin:/usr/bin" }]'],
    ['command: [sh, -c, "PATH+=:/x; set -- other; exec \\"$@\\"", x, nginx]'],
    ['command: [sh, -c, "a() {\\n\\"$@\\"\\n}\\na /opt/op", x, nginx]'],
    ['command: [sh, -c, "\\"$0\\" \\"$@\\"", sh, -c, "\\"$0\\" \\"$@\\""]'],
    ['command: [bash, -c, "exec \\"${@:2}\\"", bash, nginx, other]'],
    ['command: [sh, -c, "mapfile -t A < /a; \\"${A[@]}\\"; exec nginx"]'],
  ])('%s', (settings) => {
    const mounts = settings.includes('MOUNTS') ? settings.replace('MOUNTS', 'volumeMounts') : `${settings}, ${work}`;
    expect(verdict(`{ name: a, image: "nginx:1.27", ${mounts} }`)).toBe('unknown');
  });

  test('a command that runs itself, or many others, comes to an end', () => {
    const given = ['sh', '-c', '"$@"\n"$@"', 'x'];
    const often = Array.from({ length: 24 }, () => given).flat();
    const many = Array.from({ length: 20_000 }, () => 'env');
    const braces = `cp ${'${A'.repeat(40_000)} /usr/local/bin`;
    for (const command of [
      [...often, 'nginx'],
      [...many, 'nginx'],
      ['sh', '-c', braces],
    ])
      expect(verdict(`{ name: a, image: "nginx:1.27", command: ${JSON.stringify(command)} }`)).toBe('unknown');
  });

  test('as where a file is mounted over its entrypoint', () => {
    const over = 'volumeMounts: [{ name: a, mountPath: /docker-entrypoint.sh, subPath: a.sh }]';
    expect(verdict(`{ name: a, image: "nginx:1.27", ${over} }`)).toBe('unknown');
  });

  test.each([
    ['command: [sh, -c, "cd /usr/share && nginx -g a"]'],
    ['command: [/docker-entrypoint.sh, nginx]'],
    ['command: [sh, -c, "cp /mnt/a.conf /etc/nginx/a.conf && exec nginx"]'],
    ['command: [sh, -c, "A=(nginx -g x); exec \\"${A[@]}\\""]'],
    ['command: [sh, -c, "chmod +x /docker-entrypoint.sh; exec /docker-entrypoint.sh nginx"]'],
    ['command: [sh, -c, "su www -c \\"nginx -g x\\""]'],
    ['lifecycle: { preStop: { exec: { command: [sh, -c, "sleep 5; nginx -s quit"] } } }'],
    ['command: [sh, -c, "exec $NGINX_HOME/nginx"]'],
    ['args: [nginx, -g, "daemon off;"]'],
    ['readinessProbe: { exec: { command: [bash, -c, "exec 3<>/dev/tcp/127.0.0.1/80"] } }'],
    ['readinessProbe: { exec: { command: [sh, -c, "diff <(nginx -v) <(echo a)"] } }'],
    ['readinessProbe: { exec: { command: [sh, -c, "eval \\"nginx -t\\""] } }'],
    ['command: [sh, -c, "export PATH=$PATH:/mnt/bin; nginx"]'],
    ['command: [sh, -c, "cp /mnt/nginx.cfg /etc/nginx && exec nginx"]'],
    ['command: [sh, -c, "cp -a /mnt/. /etc/nginx && exec nginx"]'],
    ['command: [sh, -c, "envsubst < /a > /tmp/nginx && nginx -c /tmp/nginx"]'],
    ['command: [sh, -c, "nginx >> /var/log/nginx"]'],
    ['command: [sh, -c, "cp /mnt/a.keystore /usr/share/nginx; exec /usr/share/nginx/bin/nginx"]'],
    ['command: [sh, -c, "exec \\"$@\\"", sh], args: [nginx]'],
    ['command: [bash, -c, "exec \\"${@:2}\\" -g x", bash, A, nginx]'],
    ['command: [sh, -c, "exec ${NGINX_HOME:-/opt/nginx}/nginx"]'],
    ['command: [timeout, -k, "5", "9", nginx]'],
  ])('but here it is: %s', (settings) => {
    expect(verdict(`{ name: a, image: "nginx:1.27", ${settings}, ${work} }`)).toBe('unused');
  });
});

describe('settings that show use do so for a program that is called so, whatever its image is called', () => {
  const config = `apiVersion: v1
kind: ConfigMap
metadata: { name: config }
data: { filebeat.yml: "processors: [{ add_kubernetes_metadata: {} }]" }`;
  const ours = 'name: a, image: "registry.example/logs:1"';

  test.each([
    [`${ours}, command: [/usr/share/filebeat/filebeat, -e], ${mounts}`, 'used'],
    [`${ours}, command: [/kiam, server]`, 'used'],
    [`${ours}, command: [/app/shipper, -e], ${mounts}`, 'unknown'],
    [`${ours}, args: [filebeat, -e], ${mounts}`, 'unknown'],
    [`${ours}, command: [/kiam, agent]`, 'unknown'],
  ])('%s: %s', (container, expected) => {
    expect(verdict(`{ ${container} }`, config)).toBe(expected);
  });
});
