package dev.tessera.server.picture;

/** What came of fetching a picture. */
public sealed interface Fetched {
    /** The bytes of a picture that can be read. */
    final class Picture implements Fetched {
        private final byte[] bytes;

        Picture(byte[] bytes) {
            this.bytes = bytes;
        }

        public byte[] bytes() {
            return bytes.clone();
        }
    }

    /** There is none. */
    record Failed(String reason) implements Fetched {}
}
