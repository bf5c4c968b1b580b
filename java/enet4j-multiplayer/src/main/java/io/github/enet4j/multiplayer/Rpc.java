package io.github.enet4j.multiplayer;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a method of an interface as a remote method of a game's script, with what the {@code @rpc} line there says; its
 * defaults are those of a bare {@code @rpc}. See {@link RemoteNode#implement} and {@link RemoteNode#remote(Class)}.
 *
 * <p>Such a method returns nothing, or {@link io.github.enet4j.ENetError}, which is what sending the call came to. Its
 * parameters are of these types:
 *
 * <table>
 * <caption>Types of parameters</caption>
 * <tr><th>In Java</th><th>In the script</th></tr>
 * <tr><td>{@code boolean}; {@code byte}, {@code short}, {@code int}, {@code long}; {@code float}, {@code double}</td>
 *     <td>bool; int; float</td></tr>
 * <tr><td>{@link String}, and what else {@link io.github.enet4j.variant.VariantType} names: vectors, arrays...</td>
 *     <td>the type that it stands for</td></tr>
 * <tr><td>{@code List<Long>}, {@code List<String>}...; {@code Map<String, Double>}...</td>
 *     <td>Array[int], Array[String]...; Dictionary[String, float]...</td></tr>
 * <tr><td>{@code List<Object>} or {@code List<?>}; {@code Map<?, ?>}</td><td>Array; Dictionary</td></tr>
 * <tr><td>{@link Object}</td><td>anything, also null</td></tr>
 * <tr><td>{@link Integer}, {@link Double}... as parameter</td><td>the same as int, double..., or null</td></tr>
 * </table>
 *
 * <p>Arguments that arrive are converted as Godot converts them for the types that a script declares: whole numbers to
 * floating-point ones and back, a StringName to a String, and so on. A call with an argument that can't be converted,
 * such as a number that is too large for an {@code int}, or with too few or too many arguments, is dropped and
 * {@linkplain MultiplayerListener#packetRejected reported}. Missing arguments at the end come as null where the
 * parameters may be null, and are an error elsewhere.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Rpc {
    /**
     * Who may call it.
     *
     * @return AUTHORITY ("authority") unless set
     */
    RpcMode mode() default RpcMode.AUTHORITY;

    /**
     * How calls of it travel.
     *
     * @return RELIABLE unless set
     */
    TransferMode transferMode() default TransferMode.RELIABLE;

    /**
     * On which transfer channel, 0 to 253.
     *
     * @return 0 unless set
     */
    int channel() default 0;

    /**
     * Whether a call for everybody runs here, too ("call_local").
     *
     * @return false unless set
     */
    boolean callLocal() default false;

    /**
     * What the script calls it.
     *
     * @return unless set the empty string, which stands for the method's name as Godot's {@code to_snake_case} has it:
     *     {@code take_damage} for {@code takeDamage}
     */
    String name() default "";
}
