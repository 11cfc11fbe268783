package heart

// BookingMoves is the table, for tests.
var BookingMoves = bookingMoves
