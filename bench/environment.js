// Imported for what it does. With certificates to read, a Node takes three times as long to start: ratios to `node -e 0`
// would look better than they are, and what a command adds worse.
delete process.env.NODE_EXTRA_CA_CERTS
