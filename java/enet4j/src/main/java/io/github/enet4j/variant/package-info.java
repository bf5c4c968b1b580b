/**
 * Godot's values (its {@code Variant}) and the two forms in which they travel: {@link
 * io.github.enet4j.variant.Variants} writes and reads them, {@link io.github.enet4j.variant.VariantType} says what
 * stands for which.
 *
 * @since 0.1.0
 */
@NullMarked
package io.github.enet4j.variant;

import org.jspecify.annotations.NullMarked;
