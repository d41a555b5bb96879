package dev.tessera.server.http;

import java.nio.file.Path;

/**
 * What TLS is served with.
 *
 * @param certificate the server's certificate and those that lead to its root, in PEM
 * @param key its private key, in PEM (PKCS #8, not encrypted)
 */
public record TlsFiles(Path certificate, Path key) {}
