/** Every Cypher statement of the product, loaded by name from {@code .cypher} files. */
@NullMarked
package dev.tessera.cypher;

import org.jspecify.annotations.NullMarked;
