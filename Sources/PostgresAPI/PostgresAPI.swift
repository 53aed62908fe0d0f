// PostgresAPI
